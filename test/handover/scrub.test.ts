import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Dictionary } from "../../handover/names/dictionary.ts";
import { Pseudonyms } from "../../handover/names/pseudonyms.ts";
import { scrubber } from "../../handover/names/scrub.ts";

const dictionary = new Dictionary();
for (const name of ["kyverno", "restrict-images", "0f6a2c1e"]) dictionary.keep(name);
const scrub = scrubber({ pseudonyms: new Pseudonyms(Buffer.alloc(32, 7)), dictionary });

/** A sentence, and what must not be left of it. */
const sentences: readonly (readonly [string, ...string[]])[] = [
  ['error on the server ("namespaces \\"einwohneramt\\" not found")', "einwohneramt"],
  [
    '{\\"namespace\\":\\"einwohneramt\\",\\"serviceAccountName\\":\\"ausroller\\"}',
    "einwohneramt",
    "ausroller",
  ],
  ['configmaps is forbidden: User \\"erika\\" cannot list', "erika"],
  ['forbidden: User "Erika Amselfeld" cannot list', "Erika", "Amselfeld"],
  ["Mandant „einwohneramt“ darf nicht", "einwohneramt"],
  ["range 10.83.44.1-10.83.44.255 blocked", "10.83.44"],
  ["v 10.83.44.219.5, from 010.083.044.219, x.10.83.44.7 and ip_10.83.44.8", "83.44", "083.044"],
  ["::ffff:10.83.44.219, 64:ff9b::10.83.44.219, ::ffff:0a53:2cdb", "44.219", "ff9b", "0a53"],
  ["dial tcp [fe80::b1:4%eth0]:443 in fd3a:77::/48", "fe80", "fd3a"],
  ["https://host.example/p?q=a%20meldeamt%20rathaus", "meldeamt", "rathaus", "host.example"],
  ["https://svc:Geheim%21Wort@hafen.example/x;meldeamt", "Wort", "meldeamt"],
  ["login erika%40teststadt.example", "erika", "teststadt"],
  ['Post "https://meldeamt-gate.default.svc:443/validate?timeout=10s"', "meldeamt"],
  ["lookup rathaus-prom.monitoring.svc on", "rathaus"],
  ["http://127.0.0.1:5000/v2/meldeamt/app and http://1.2.3/meldeamt/geheim", "meldeamt"],
  ["https://gate.kyverno.io/meldeamt", "meldeamt"],
  ["image 10.83.44.219/meldewesen/app:1.2 or localhost/meldewesen/app", "meldewesen", "10.83"],
  ["image meldewesen/app or meldewesen:stable", "meldewesen"],
  ["GET /api/v1/namespaces/einwohneramt/configmaps failed: open /home/erika/config", "einwohneramt", "erika"],
  ["Node/kraftwerk-nord not ready", "kraftwerk"],
  ["system:serviceaccount:dvs-geheimrat:dvs in dvs-musterstadt-geheim", "geheimrat", "musterstadt"],
  ["username=erika, oidc:erika, TESTSTADT\\erika, teststadt\\beate", "erika", "teststadt", "beate"],
  [
    "CN=Erika Amselfeld,OU=Meldeamt,DC=teststadt,DC=example denied",
    "Erika",
    "Amselfeld",
    "Meldeamt",
    "teststadt",
  ],
  ['webhook "x.y.example" denied the request: [kraftwerk-77] bad', "kraftwerk"],
  ["machine teststadt-kyverno-07, see teststadt.kyverno.example", "teststadt"],
  ["arn:aws:iam::123456789012:role/Meldeamt-Admin", "123456789012", "Meldeamt"],
  ["keys AKIAIOSFODNN7EXAMPLE and glpat-aaaabbbbccccdddd", "AKIA", "aaaabbbb"],
  [
    "hosts DESKTOP7XK2A, k8sprod01a, rg-meldeamt-prod, kraftwerk-nord-rathaus",
    "7XK2A",
    "k8sprod",
    "meldeamt",
    "kraftwerk",
  ],
  ["mac 0A7B33C49DE1 or 0a7b.33c4.9de1", "0A7B"],
  ["password=hunterzwei token=geheim Bearer abcdefghijklmnop", "hunterzwei", "geheim", "abcdefgh"],
  ["customer 4711081500, call +49 30 90121234", "4711081500", "90121234"],
  ["sub 5d1c9a77-0b34-4c3e-9f21-77aa00bb11cc", "5d1c9a77"],
  ["open \\\\fileserver\\rathaus\\x, data bWVsZGVhbXQ x", "fileserver", "rathaus", "bWVs"],
  ["bei Mu\u0308llerhaus-Nord", "llerhaus"],
];

/** Sentences in which nothing is a site's own. */
const evidence: readonly string[] = [
  'failed calling webhook "validate.kyverno.svc-fail": Post "https://kyverno-svc.kyverno.svc:443/validate/fail?timeout=10s": context deadline exceeded',
  'Post "https://gatekeeper-webhook-service.gatekeeper-system.svc:443/v1/admit?timeout=3s": EOF',
  "rule check failed at path /spec/containers/0/securityContext/privileged/",
  'violates PodSecurity "restricted:v1.30": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false)',
  "Any capabilities added beyond the allowed list (AUDIT_WRITE, DAC_OVERRIDE, SYS_CHROOT) are disallowed.",
  "kyverno refused p-0f6a2c1e by restrict-images in dvs-0f6a2c1e",
  "autogen-restrict-images of containerd://2.1.0, v1.35.2, 100Mi and 1000650000",
  "label openshift.io/sa.scc.uid-range, app.kubernetes.io/name",
  "dial tcp 127.0.0.1:443: connect: connection refused\nread-only",
];

describe("handover/scrub", () => {
  it("leaves nothing of a site's own in whatever form it is written", () => {
    for (const [sentence, ...names] of sentences) {
      const shown = scrub(sentence);
      for (const name of names)
        assert.ok(!shown.toLowerCase().includes(name.toLowerCase()), `${name}: ${shown}`);
      assert.equal(scrub(sentence), shown);
    }
  });

  it("leaves what engines and API servers say as it is", () => {
    for (const sentence of evidence) assert.equal(scrub(sentence), sentence);
  });

  it("leaves most refusals of the engines, as they were recorded, as they are", () => {
    const samples = ["refusals.json", "openshift-scc.json", "gatekeeper.json"].flatMap((name) => {
      const file = join(import.meta.dirname, "../plugin/fixtures", name);
      const read: { samples: { status: { message: string | null } }[] } = JSON.parse(
        readFileSync(file, "utf8"),
      );
      return read.samples;
    });
    const words = samples.flatMap(({ status: { message } }) => message?.split(/\s+/) ?? []);
    const shown = samples.flatMap(({ status: { message } }) =>
      message === null ? [] : scrub(message).split(/\s+/),
    );
    assert.equal(shown.length, words.length);
    const changed = words.filter((word, index) => word !== shown[index]);
    assert.ok(
      changed.length < words.length / 20,
      `${changed.length} of ${words.length}: ${changed.join(" ")}`,
    );
  });

  it("finds a name of the site in every form of its letters", () => {
    const own = new Dictionary();
    own.add("Mu\u0308ll", () => "word-x");
    const find = scrubber({ pseudonyms: new Pseudonyms(Buffer.alloc(32, 7)), dictionary: own });
    assert.equal(find("M\u00fcll, mu\u0308ll"), "word-x, word-x");
  });
});
