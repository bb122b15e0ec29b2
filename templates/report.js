// What the page can do beside being read: find, select, order, transpose, group, show evidence in place, download.
// All words come from the page; nothing is fetched, stored or built from text that is not in it.
(() => {
  /** @typedef {HTMLTableCellElement} Cell */
  /**
   * A site or a policy.
   * @typedef {object} Line
   * @property {Cell} head
   * @property {number} place in the order in which it came
   * @property {string} name
   * @property {string} words lower case, for the search
   * @property {Map<string, Cell>} facts by their keys
   * @property {boolean} shown
   * @property {string} columns of a row: which columns its cells are shown in
   */

  const table = /** @type {HTMLTableElement} */ (document.querySelector("table.matrix"));
  const form = /** @type {HTMLFormElement} */ (document.getElementById("controls"));
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("dialog"));
  const status = /** @type {HTMLElement} */ (form.querySelector(".status"));
  const root = document.documentElement;

  // ---- what the table holds ----

  /** @type {Line[]} */
  const sites = [];
  /** @type {Line[]} */
  const policies = [];
  /** Headings of facts about sites and about policies, by their keys. @type {Map<string, Cell>[]} */
  const [siteFacts, policyFacts] = [new Map(), new Map()];
  /** Cells by their headings. @type {Map<Line, Map<Line, Cell>>} */
  const cells = new Map();
  /** @type {WeakMap<Cell, string>} */
  const verdicts = new WeakMap();
  /** @type {Map<Cell, Line>} */
  const lines = new Map();

  /** @param {Cell} head */
  const lineOf = (head) => {
    const known = lines.get(head);
    if (known) return known;
    const list = head.dataset.site === undefined ? policies : sites;
    const name = head.querySelector("a")?.textContent ?? "";
    const words = `${name} ${head.dataset.site ?? ""} ${head.dataset.policy ?? ""} ${head.querySelector(".numbers:not([hidden])")?.textContent ?? ""}`;
    const line = {
      head,
      place: Number(head.querySelector("a")?.id.slice(1)),
      name,
      words: words.toLowerCase(),
      facts: new Map(),
      shown: true,
      columns: "",
    };
    lines.set(head, line);
    list.push(line);
    cells.set(line, new Map());
    return line;
  };

  const names = /** @type {HTMLTableRowElement} */ (table.tHead?.querySelector(".names"));
  const corner = /** @type {Cell} */ (names.cells[0]);
  const columns = [...names.cells];
  const bySite = table.classList.contains("by-site");
  for (const head of columns.slice(1)) {
    if (head.dataset.fact) (bySite ? siteFacts : policyFacts)?.set(head.dataset.fact, head);
    else lineOf(head);
  }
  const lead = columns.findIndex(
    (head) => head.dataset.site !== undefined || head.dataset.policy !== undefined,
  );
  for (const row of table.querySelectorAll("tbody tr:not(.group)")) {
    const [first, ...rest] = /** @type {HTMLTableRowElement} */ (row).cells;
    if (!first) continue;
    const { fact } = first.dataset;
    if (fact) {
      (bySite ? policyFacts : siteFacts)?.set(fact, first);
      rest.slice(1).forEach((cell, index) => {
        const head = columns[lead + index];
        if (head && !head.dataset.fact) lineOf(head).facts.set(fact, cell);
      });
      continue;
    }
    const line = lineOf(first);
    rest.forEach((cell, index) => {
      const head = columns[index + 1];
      if (!head) return;
      if (head.dataset.fact) {
        line.facts.set(head.dataset.fact, cell);
        return;
      }
      const other = lineOf(head);
      cells.get(line)?.set(other, cell);
      cells.get(other)?.set(line, cell);
      const marked = /** @type {HTMLElement} */ (cell.querySelector(".box") ?? cell);
      verdicts.set(cell, /\bv-([\w-]+)/.exec(marked.className)?.[1] ?? "");
    });
  }
  /** All cells can be seen. */
  const uncover = () => {
    for (const line of sites) line.columns = "1".repeat(policies.length);
    for (const line of policies) line.columns = "1".repeat(sites.length);
  };
  uncover();
  const levelKeys = [...(policyFacts ?? [])].flatMap(([key, head]) =>
    head.classList.contains("n") ? [key] : [],
  );

  /** @param {Line} site @param {Line} policy */
  const cellOf = (site, policy) => cells.get(site)?.get(policy);
  /** @param {Line} line @param {string} key */
  const numberOf = (line, key) => Number(line.facts.get(key)?.textContent?.replace(/\D/g, "") ?? 0);

  // ---- the state, which is also the page's address ----

  /** @type {Set<string>} */
  const states = new Set();
  /** @param {string} name @returns {any} a control, whose value has another type with each kind */
  const control = (name) => form.elements.namedItem(name);
  const chips = [...document.querySelectorAll(".legend .chip")].map((chip) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = chip.className;
    button.dataset.verdict = /** @type {HTMLElement} */ (chip).dataset.verdict;
    button.append(...chip.childNodes);
    chip.replaceWith(button);
    return button;
  });
  const switches = ["flip", "arrows"];
  const fields = [...form.elements].filter(
    (field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement,
  );
  const defaults = new Map(fields.map((field) => [field.name, field.value]));

  const address = () => {
    const found = new URLSearchParams();
    for (const field of fields) {
      if (
        field.type === "checkbox"
          ? /** @type {HTMLInputElement} */ (field).checked
          : field.value !== defaults.get(field.name)
      )
        found.set(field.name, field.type === "checkbox" ? "1" : field.value);
    }
    if (states.size > 0) found.set("states", [...states].join(","));
    for (const name of switches) if (control(name).ariaPressed === "true") found.set(name, "1");
    const evidence = dialog.open ? dialog.dataset.evidence : undefined;
    if (evidence) found.set("evidence", evidence);
    return `#${found}`;
  };

  /** @param {boolean} step whether the browser's back button takes it back */
  const remember = (step) => {
    const next = address();
    if (next === (location.hash || "#")) return;
    history[step ? "pushState" : "replaceState"](null, "", next);
    const link = dialog.querySelector(".link");
    link?.setAttribute("href", next);
  };

  /** The place of the page that an address names. @param {string} hash */
  const placeOf = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      // no valid address: a reader's own, as `#100%`
      return null;
    }
  };

  /** The evidence that a place is, or whose heading it is in. @param {HTMLElement | null} target */
  const evidenceAt = (target) =>
    /** @type {HTMLElement | null} */ (
      target?.matches(".evidence, .came-from") ? target.closest("section.evidence") : null
    );

  const recall = () => {
    const hash = location.hash.slice(1);
    // a place of the page, not a view of it
    if (placeOf(location.hash)) return;
    const wanted = new URLSearchParams(hash);
    for (const field of fields) {
      if (field.type === "checkbox") /** @type {HTMLInputElement} */ (field).checked = wanted.has(field.name);
      else field.value = wanted.get(field.name) ?? defaults.get(field.name) ?? "";
    }
    states.clear();
    for (const state of wanted.get("states")?.split(",") ?? [])
      if (chips.some((chip) => chip.dataset.verdict === state)) states.add(state);
    for (const name of switches) control(name).ariaPressed = String(wanted.has(name));
    arrange();
    filter();
    const target = document.getElementById(wanted.get("evidence") ?? "");
    const evidence = evidenceAt(target);
    if (evidence) {
      // nobody's link led here
      opener = null;
      open(evidence, target === evidence ? null : target);
    } else if (dialog.open) dialog.close();
  };

  // ---- which sites and policies are shown ----

  const filter = () => {
    for (const chip of chips) chip.ariaPressed = String(states.has(chip.dataset.verdict ?? ""));
    const selected = ["group", "engine", "distribution", "minor"].flatMap((name) =>
      control(name)?.value ? [[name, control(name).value]] : [],
    );
    for (const line of [...sites, ...policies]) line.shown = true;
    let found = true;
    for (const site of sites)
      site.shown = selected.every(([name, value]) =>
        (site.head.dataset[name] ?? "").split("\n").includes(value),
      );
    for (const word of control("q").value.toLowerCase().split(/\s+/).filter(Boolean)) {
      const hits = [sites, policies].map((list) => list.filter(({ words }) => words.includes(word)));
      found &&= hits.some((list) => list.length > 0);
      [sites, policies].forEach((list, index) => {
        if (hits[index]?.length) for (const line of list) line.shown &&= hits[index].includes(line);
      });
    }
    if (!found) for (const line of sites) line.shown = false;
    const changed = control("changed")?.checked === true;
    /** @param {Cell | undefined} cell */
    const wanted = (cell) =>
      cell !== undefined &&
      (states.size === 0 || states.has(verdicts.get(cell) ?? "")) &&
      (!changed || cell.dataset.change !== undefined);
    const some = states.size > 0 || changed;
    if (control("differs").checked)
      for (const policy of policies)
        policy.shown &&=
          new Set(
            sites.filter(({ shown }) => shown).map((site) => verdicts.get(cellOf(site, policy) ?? corner)),
          ).size > 1;
    if (some) {
      const [rows, cols] = [sites, policies].map((list) => list.filter(({ shown }) => shown));
      for (const [list, others] of [
        [sites, cols],
        [policies, rows],
      ])
        for (const line of list ?? [])
          line.shown &&= (others ?? []).some((other) => wanted(cells.get(line)?.get(other)));
    }
    let count = 0;
    for (const site of sites)
      for (const policy of policies) {
        const cell = cellOf(site, policy);
        if (!cell) continue;
        const fits = !some || wanted(cell);
        if (cell.classList.contains("off") === fits) cell.classList.toggle("off", !fits);
        if (site.shown && policy.shown && fits && verdicts.get(cell)) count += 1;
      }
    table.toggleAttribute("data-states", some);
    hide();
    const shown = [sites, policies].map((list) => list.filter((line) => line.shown).length);
    const numbers = {
      sites: shown[0],
      allSites: sites.length,
      policies: shown[1],
      allPolicies: policies.length,
      cells: count,
    };
    status.textContent =
      count === 0
        ? (form.dataset.nothing ?? "")
        : (form.dataset.status ?? "").replace(/\{(\w+)\}/g, (_, name) =>
            (numbers[/** @type {keyof typeof numbers} */ (name)] ?? 0).toLocaleString(root.lang),
          );
  };

  /** @param {Element} element @param {boolean} hidden */
  const setHidden = (element, hidden) => {
    if (element.hasAttribute("hidden") !== hidden) element.toggleAttribute("hidden", hidden);
  };

  /** So many rows are laid out at once; more than fit on a screen. */
  const atOnce = 40;
  let timer = 0;

  /** @param {Line[]} list */
  const reveal = (list) => {
    const cols = isBySite() ? policies : sites;
    const key = keyOf(cols);
    for (const line of list.slice(0, atOnce)) {
      const own = cells.get(line);
      if (line.columns !== key)
        for (const col of cols) {
          const cell = own?.get(col);
          if (cell) setHidden(cell, !col.shown);
        }
      line.columns = key;
      if (line.head.parentElement) setHidden(line.head.parentElement, false);
    }
    const rest = list.slice(atOnce);
    table.toggleAttribute("aria-busy", rest.length > 0);
    if (rest.length > 0) timer = setTimeout(reveal, 0, rest);
  };
  /** @param {Line[]} cols */
  const keyOf = (cols) => cols.map(({ shown }) => Number(shown)).join("");

  /** The first rows change at once, the others soon after, so that many sites do not hold up typing. */
  const hide = () => {
    clearTimeout(timer);
    const cols = isBySite() ? policies : sites;
    const key = keyOf(cols);
    for (const col of cols)
      for (const element of [col.head, ...col.facts.values()]) setHidden(element, !col.shown);
    /** @type {Line[]} */
    const waiting = [];
    for (const body of table.tBodies) {
      const own = [...body.rows].flatMap((row) => lines.get(/** @type {Cell} */ (row.cells[0])) ?? []);
      if (own.length > 0)
        setHidden(
          body,
          own.every(({ shown }) => !shown),
        );
      for (const line of own) {
        const row = /** @type {HTMLElement} */ (line.head.parentElement);
        const changes = line.shown && (row.hidden || line.columns !== key);
        setHidden(row, !line.shown || (changes && waiting.length >= atOnce));
        if (changes) waiting.push(line);
      }
    }
    reveal(waiting);
    for (const top of table.querySelectorAll(".tops th")) {
      const cell = /** @type {Cell} */ (top);
      const span = (spans.get(cell) ?? []).filter(({ shown }) => shown).length;
      cell.hidden = span === 0;
      cell.colSpan = Math.max(span, 1);
    }
  };

  // ---- how they are arranged ----

  const isBySite = () => bySite !== (control("flip").ariaPressed === "true");
  /** The columns under each group's heading. @type {Map<Cell, Line[]>} */
  const spans = new Map();
  let arranged = "";

  /** @param {Line[]} list @param {string} order */
  const inOrder = (list, order) =>
    list.toSorted((a, b) => {
      const keys =
        order === "worst"
          ? levelKeys.filter((key) => key !== "enforced")
          : order === "enforced"
            ? ["enforced"]
            : [];
      if (order === "similar") return Number(a.head.dataset.similar) - Number(b.head.dataset.similar);
      const [key] = keys.filter((name) => numberOf(a, name) !== numberOf(b, name));
      const later =
        Number(a.head.dataset.further !== undefined) - Number(b.head.dataset.further !== undefined);
      return later || (key ? numberOf(b, key) - numberOf(a, key) : 0) || a.place - b.place;
    });

  /** @param {Line[]} list @returns {Map<string, Line[]>} */
  const inGroups = (list) => {
    const by = control("by")?.value ?? "none";
    /** @type {Map<string, Line[]>} */
    const groups = new Map();
    for (const site of list) {
      const label = by === "none" ? "" : (site.head.dataset[by] ?? "").split("\n").join(", ");
      groups.set(label, [...(groups.get(label) ?? []), site]);
    }
    const order = [...groups].toSorted(([a], [b]) => rankOf(a) - rankOf(b) || a.localeCompare(b, root.lang));
    return new Map(order);
  };
  /** Sites without a value and without a result come last. @param {string} label */
  const rankOf = (label) => (form.dataset.last ?? "").split("\n").indexOf(label);

  const arrange = () => {
    const orders = ["flip", "by", "sites", "policies", "numbers"].map(
      (name) => control(name)?.ariaPressed ?? control(name)?.value,
    );
    for (const element of table.querySelectorAll("[data-catalogue]"))
      setHidden(element, /** @type {HTMLElement} */ (element).dataset.catalogue !== control("numbers").value);
    const label = table.querySelector(".catalogue span");
    if (label) label.textContent = control("numbers").selectedOptions[0].textContent;
    if (orders.join() === arranged) return;
    const asItCame =
      arranged === "" && orders.slice(0, 4).join() === ["false", defaults.get("by"), "", ""].join();
    arranged = orders.join();
    if (asItCame) {
      for (const top of table.querySelectorAll(".tops th")) {
        const cell = /** @type {Cell} */ (top);
        const before = [...spans.values()].flat().length;
        spans.set(cell, columns.slice(lead + before, lead + before + cell.colSpan).map(lineOf));
      }
      return;
    }
    build();
  };

  /** @param {string} name @param {string} [className] @returns {any} */
  const make = (name, className) =>
    Object.assign(document.createElement(name), className ? { className } : {});

  /** Lays the same cells out anew. */
  const build = () => {
    const flipped = isBySite();
    const groups = inGroups(inOrder(sites, control("sites")?.value ?? ""));
    const allSites = [...groups.values()].flat();
    const allPolicies = inOrder(policies, control("policies").value);
    const cols = flipped ? allPolicies : allSites;
    const [rowHeads, colHeads] = flipped ? [siteFacts, policyFacts] : [policyFacts, siteFacts];
    const others = [...(rowHeads?.keys() ?? [])].filter((key) => !levelKeys.includes(key));
    for (const line of lines.values())
      for (const element of [line.head, ...line.facts.values(), ...(cells.get(line)?.values() ?? [])])
        element.hidden = false;
    uncover();
    const grouped = control("by")?.value !== "none" && groups.size > 0;
    table.dataset.by = control("by")?.value ?? "none";
    table.classList.toggle("by-site", flipped);
    table.classList.toggle("by-policy", !flipped);

    /** @param {Cell | undefined} head @param {string} scope */
    const scoped = (head, scope) => {
      head?.setAttribute("scope", scope);
      return head ?? make("td");
    };
    const title = corner.firstChild;
    if (title)
      title.nodeValue = (flipped === bySite ? table.dataset.corner : table.dataset.otherCorner) ?? "";
    names.replaceChildren(
      corner,
      ...levelKeys.map((key) => scoped(rowHeads?.get(key), "col")),
      ...cols.map(({ head }) => scoped(head, "col")),
      ...others.map((key) => scoped(rowHeads?.get(key), "col")),
    );
    spans.clear();
    table.querySelector(".tops")?.remove();
    if (grouped && !flipped) {
      const tops = make("tr", "tops");
      tops.append(make("td"), Object.assign(make("td"), { colSpan: levelKeys.length }));
      for (const [label, list] of groups) {
        const top = Object.assign(make("th"), { scope: "colgroup", colSpan: list.length });
        top.append(Object.assign(make("span"), { textContent: label }));
        tops.append(top);
        spans.set(top, list);
      }
      table.tHead?.prepend(tops);
    }
    const about = make("tbody", "about");
    for (const [key, head] of colHeads ?? []) {
      const row = make("tr");
      row.dataset.row = key;
      row.append(
        scoped(head, "row"),
        Object.assign(make("td"), { colSpan: levelKeys.length }),
        ...cols.map((col) => col.facts.get(key) ?? make("td")),
        ...(others.length > 0 ? [Object.assign(make("td", "rest"), { colSpan: others.length })] : []),
      );
      about.append(row);
    }
    /** @param {Line[]} list @param {string} label @param {string} [className] */
    const body = (list, label, className) => {
      const element = make("tbody", className);
      if (label) {
        const heading = make("tr", "group");
        const head = Object.assign(make("th"), {
          scope: "rowgroup",
          colSpan: names.cells.length - others.length,
        });
        head.append(
          Object.assign(make("span"), { textContent: label }),
          ...(className ? [] : [Object.assign(make("span", "count"), { textContent: list.length })]),
        );
        heading.append(head);
        element.append(heading);
      }
      for (const line of list) {
        const row = make("tr");
        row.append(
          scoped(line.head, "row"),
          ...levelKeys.map((key) => line.facts.get(key) ?? make("td")),
          ...cols.map((col) => cells.get(line)?.get(col) ?? make("td")),
          ...others.map((key) => line.facts.get(key) ?? make("td")),
        );
        element.append(row);
      }
      return element;
    };
    const further = allPolicies.filter(({ head }) => head.dataset.further !== undefined);
    const bodies = flipped
      ? [...groups].map(([label, list]) => body(list, label))
      : [
          body(
            allPolicies.filter((policy) => !further.includes(policy)),
            "",
          ),
          ...(further.length > 0 ? [body(further, table.dataset.further ?? "", "further")] : []),
        ];
    for (const old of [...table.tBodies]) old.remove();
    for (const old of table.querySelectorAll("colgroup:not(.first, .lead)")) old.remove();
    table.append(about, ...bodies);
  };

  // ---- evidence in place ----

  const place = /** @type {HTMLElement} */ (dialog.querySelector(".place"));
  const mark = document.createComment("");
  /** @type {HTMLElement | null} */
  let opener = null;

  /** What takes back what was changed in the section that is shown. @type {(() => void)[]} */
  let undo = [];

  const putBack = () => {
    const section = place.querySelector("section");
    if (!section) return;
    for (const step of undo) step();
    undo = [];
    for (const button of section.querySelectorAll("button.copy")) button.remove();
    mark.replaceWith(section);
  };

  /** The links of the matrix that can be seen, in its order. @returns {HTMLAnchorElement[]} */
  const links = () =>
    [
      .../** @type {NodeListOf<HTMLAnchorElement>} */ (
        table.querySelectorAll('a.box:not([href^="#r-"], [href^="#s-"])')
      ),
    ].filter((link) => !link.closest("[hidden], .off"));

  /** The matrix's link for one of the overview, which is of the same cell. @param {HTMLElement | null} link */
  const inMatrix = (link) =>
    link?.dataset.cell ? document.getElementById(link.dataset.cell)?.querySelector("a") : link;

  /** @param {Element | null} element @param {(string | Node)[]} content */
  const replace = (element, content) => {
    if (!element || content.length === 0) return;
    const before = [...element.childNodes];
    element.replaceChildren(...content);
    undo.push(() => element.replaceChildren(...before));
  };

  /**
   * Begins with the policy and the site whose cell led here: their names, the site's command, its place in the list.
   * @param {HTMLElement} section @param {HTMLElement | null} from the site in the section's heading
   */
  const putFirst = (section, from) => {
    const cell = inMatrix(opener)?.closest("td");
    const line = sites.find((site) => [...(cells.get(site)?.values() ?? [])].some((one) => one === cell));
    const name = from?.querySelector("strong")?.textContent ?? line?.name;
    const list = section.querySelector(".case-sites > .sites");
    const items = [...(list?.children ?? [])];
    const isOwn = (/** @type {Element} */ item) => item.querySelector("a")?.textContent === name;
    // the evidence may be that of others
    if (!items.some(isOwn)) return;
    const about = /** @type {HTMLElement | null} */ (section.querySelector("h4 > .of-policy"));
    const policy = policies.find((one) => line && cellOf(line, one) === cell);
    if (policy && about?.dataset.also) replace(about, [`${policy.name} ${about.dataset.also}:`]);
    const at = /** @type {HTMLElement | null} */ (section.querySelector("h4 > .at"));
    const also = at?.dataset.also;
    if (from) replace(at, [...from.cloneNode(true).childNodes]);
    else if (name && also) replace(at, [Object.assign(make("strong"), { textContent: name }), `, ${also}`]);
    replace(section.querySelector(".trace code"), [from?.dataset.command ?? []].flat());
    replace(list, [...items.filter(isOwn), ...items.filter((item) => !isOwn(item))]);
  };

  /** @param {HTMLElement} section @param {HTMLElement | null} from */
  const open = (section, from) => {
    putBack();
    putFirst(section, from);
    section.replaceWith(mark);
    place.append(section);
    for (const block of /** @type {NodeListOf<HTMLElement>} */ (
      section.querySelectorAll("pre, .trace code")
    )) {
      const button = /** @type {HTMLButtonElement} */ (
        /** @type {HTMLElement} */ (dialog.querySelector(":scope > .copy")).cloneNode(true)
      );
      button.hidden = false;
      button.onclick = () => copy(block);
      block[block.matches("pre") ? "before" : "after"](button);
    }
    dialog.setAttribute("aria-labelledby", section.getAttribute("aria-labelledby") ?? "");
    const all = links();
    const at = all.indexOf(/** @type {HTMLAnchorElement} */ (inMatrix(opener)));
    // cells with the same evidence are one step
    const isOther = (/** @type {HTMLAnchorElement} */ link) => evidenceAt(placeOf(link.hash)) !== section;
    for (const [name, target] of [
      ["previous", all.slice(0, Math.max(at, 0)).findLast(isOther)],
      ["next", all.slice(at + 1).find(isOther)],
    ]) {
      const button = /** @type {HTMLButtonElement} */ (dialog.querySelector(`[name="${name}"]`));
      button.disabled = at < 0 || !target;
      button.onclick = () => target && show(/** @type {HTMLAnchorElement} */ (target));
    }
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.dataset.evidence = from?.id ?? section.id;
    say("");
    remember(false);
  };

  /** @param {HTMLAnchorElement} link @returns {boolean} whether there is evidence to show */
  const show = (link) => {
    const target = placeOf(link.hash);
    const section = evidenceAt(target);
    if (!section) return false;
    opener = link;
    open(section, target === section ? null : target);
    return true;
  };

  /** @param {string} words */
  const say = (words) => {
    const element = dialog.querySelector(".status");
    if (element) element.textContent = words;
  };

  /** @param {HTMLElement} block */
  const copy = async (block) => {
    getSelection()?.selectAllChildren(block);
    try {
      await navigator.clipboard.writeText(block.textContent ?? "");
    } catch {
      // no permission, or no secure context: the older way
      document.execCommand("copy");
    }
    say(dialog.dataset.copied ?? "");
  };

  dialog.addEventListener("close", () => {
    putBack();
    opener?.focus();
    opener = null;
    remember(false);
  });
  dialog.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    // outside of what it holds, or its own button
    if (target === dialog || target.closest('[name="close"]')) dialog.close();
    else if (target.closest(".link")) {
      event.preventDefault();
      void navigator.clipboard?.writeText(location.href).then(
        () => say(dialog.dataset.copied ?? ""),
        () => undefined,
      );
    } else if (target.closest('a[href^="#"]')) {
      opener = null;
      dialog.close();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = /** @type {Element} */ (event.target).closest('a[href^="#"]');
    if (!(link instanceof HTMLAnchorElement) || dialog.contains(link)) return;
    if (show(link)) event.preventDefault();
    else if (placeOf(link.hash)?.closest("[hidden]")) form.reset();
  });

  // ---- keys ----

  // browsers hold for visible what is so only in part
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && target.matches(".scroll:focus-visible, .scroll :focus-visible"))
      target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  /** @param {Cell | undefined} cell */
  const stopOf = (cell) => /** @type {HTMLElement | undefined} */ (cell?.querySelector("a") ?? cell);
  const arrows = () => control("arrows").ariaPressed === "true";
  /** @param {HTMLElement | undefined} stop */
  const rove = (stop) => {
    for (const element of table.querySelectorAll("td, th, a")) element.setAttribute("tabindex", "-1");
    stop?.setAttribute("tabindex", "0");
  };
  const firstCell = () =>
    /** @type {Cell[]} */ ([...table.querySelectorAll("td.cell")]).find((cell) => !cell.closest("[hidden]"));
  const switchArrows = () => {
    if (arrows()) rove(stopOf(firstCell()));
    else
      for (const element of table.querySelectorAll("[tabindex]"))
        if (element.matches('a.box[href^="#r-"]')) element.setAttribute("tabindex", "-1");
        else element.removeAttribute("tabindex");
  };
  table.addEventListener("keydown", (event) => {
    const cell = /** @type {Cell | null} */ (/** @type {Element} */ (event.target).closest("td, th"));
    const row = /** @type {HTMLTableRowElement | null} */ (cell?.parentElement);
    if (!arrows() || !cell || !row || event.altKey || event.metaKey) return;
    const visible = [...table.rows].filter(
      (one) => !one.closest("[hidden]") && !one.matches(".tops, .group"),
    );
    const across = [...row.cells].filter((one) => !one.hidden);
    const [y, x] = [visible.indexOf(row), across.indexOf(cell)];
    const move = {
      ArrowUp: [y - 1, x],
      ArrowDown: [y + 1, x],
      ArrowLeft: [y, x - 1],
      ArrowRight: [y, x + 1],
      Home: [event.ctrlKey ? 0 : y, 0],
      End: [event.ctrlKey ? visible.length - 1 : y, across.length - 1],
    }[event.key];
    if (!move) return;
    event.preventDefault();
    const target = [...(visible[move[0] ?? y]?.cells ?? [])].filter((one) => !one.hidden)[move[1] ?? x];
    const stop = stopOf(target);
    if (!stop) return;
    cell.querySelector("a")?.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "-1");
    stop.setAttribute("tabindex", "0");
    stop.focus();
  });

  // ---- downloads ----

  /** @param {Cell | undefined} cell @returns {string} */
  const text = (cell) => (cell?.textContent ?? "").replace(/\s+/g, " ").trim();
  const words = new Map(
    chips.map((chip) => [chip.dataset.verdict ?? "", chip.querySelector(".word")?.textContent ?? ""]),
  );
  const shownLines = () => {
    const heads = [...names.cells].slice(1);
    const flipped = isBySite();
    const rows = [...table.querySelectorAll("tbody:not(.about) > tr:not(.group) > th")].map((head) =>
      lineOf(/** @type {Cell} */ (head)),
    );
    const cols = heads.flatMap((head) => lines.get(head) ?? []);
    const [first, second] = [rows, cols].map((list) => list.filter(({ shown }) => shown));
    return { shownSites: (flipped ? first : second) ?? [], shownPolicies: (flipped ? second : first) ?? [] };
  };
  const data = () => {
    const { shownSites, shownPolicies } = shownLines();
    return {
      classification: document.querySelector(".classification")?.textContent ?? undefined,
      policies: shownPolicies.map((policy) => ({
        id: policy.head.dataset.policy,
        title: policy.name,
        numbers: text(/** @type {any} */ (policy.head.querySelector(".numbers:not([hidden])"))),
      })),
      sites: shownSites.map((site) => ({
        id: site.head.dataset.site,
        name: site.name,
        ...Object.fromEntries([...site.facts].map(([key, cell]) => [key, cell.textContent])),
        verdicts: Object.fromEntries(
          shownPolicies.map((policy) => {
            const cell = cellOf(site, policy);
            const remarks = [...(cell?.querySelectorAll(".remark, small") ?? [])].map(
              (remark) => remark.textContent,
            );
            return [policy.head.dataset.policy, { verdict: cell && verdicts.get(cell), remarks }];
          }),
        ),
      })),
    };
  };
  /** A field of a table that no spreadsheet takes for a formula. @param {string} value */
  const field = (value) => `"${(/^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const csv = () => {
    const { classification, policies: columns, sites: rows } = data();
    const { site = "", policy = "" } = {
      site: bySite ? table.dataset.corner : table.dataset.otherCorner,
      policy: bySite ? table.dataset.otherCorner : table.dataset.corner,
    };
    const factKeys = [...(siteFacts?.keys() ?? [])];
    const head = [
      `${site} / ${policy}`,
      ...factKeys.map((key) => siteFacts?.get(key)?.querySelector(".word")?.textContent ?? key),
      ...columns.map(({ title }) => title),
    ];
    const body = rows.map((row) => [
      row.name,
      ...factKeys.map((key) => String(/** @type {Record<string, unknown>} */ (row)[key] ?? "")),
      ...columns.map(({ id }) => {
        const { verdict = "", remarks = [] } = row.verdicts[id ?? ""] ?? {};
        return [words.get(verdict) ?? verdict, ...remarks].join(", ");
      }),
    ]);
    return [...(classification ? [[classification]] : []), head, ...body]
      .map((line) => line.map(field).join(";"))
      .join("\r\n");
  };
  /** @param {string} content @param {string} type @param {string} name */
  const download = (content, type, name) => {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // ---- the controls ----

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLSelectElement) arrange();
    filter();
    remember(/** @type {HTMLInputElement} */ (event.target).type !== "search");
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.pushState(null, "", "#");
    recall();
    switchArrows();
  });
  form.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button?.type !== "button") return;
    if (button.name === "csv") download(`\ufeff${csv()}\r\n`, "text/csv", "matrix.csv");
    else if (button.name === "json")
      download(`${JSON.stringify(data(), null, 2)}\n`, "application/json", "matrix.json");
    else {
      button.ariaPressed = String(button.ariaPressed !== "true");
      arrange();
      filter();
      switchArrows();
      remember(true);
    }
  });
  for (const chip of chips)
    chip.addEventListener("click", () => {
      const state = chip.dataset.verdict ?? "";
      if (!states.delete(state)) states.add(state);
      filter();
      remember(true);
    });
  const theme = /** @type {HTMLSelectElement} */ (document.getElementById("theme"));
  theme.addEventListener("input", () => {
    root.dataset.theme = theme.value;
  });
  theme.closest("label")?.removeAttribute("hidden");
  form.hidden = false;
  addEventListener("popstate", recall);
  recall();
})();
