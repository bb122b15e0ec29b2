import { Contrib, Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";
import parseExpression from "spdx-expression-parse";
import type { BundledPackage } from "./bundled-packages.ts";

/** What the bundles are made for. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * The software bill of materials of the bundles, as CycloneDX 1.6 in JSON. It has no time and no serial number, so the
 * same packages give the same bytes.
 */
export function sbom({ name, version, license }: Product, packages: readonly BundledPackage[]): string {
  const licences = new Contrib.License.Factories.LicenseFactory(parseExpression);
  const { ComponentBuilder } = Contrib.FromNodePackageJson.Builders;
  const { ExternalReferenceFactory } = Contrib.FromNodePackageJson.Factories;
  const builder = new ComponentBuilder(new ExternalReferenceFactory(), licences);
  const product = new Models.Component(Enums.ComponentType.Application, name, {
    bomRef: `${name}@${version}`,
    version,
    licenses: new Models.LicenseRepository([licences.makeFromString(license)]),
    description:
      "The packages bundled into the programs. What they run on is not listed: Node.js, and in the image the packages of its base, which describes them.",
  });
  const components = new Map(
    packages.map(({ id, manifest }) => {
      const component = builder.makeComponent(manifest);
      if (component === undefined) throw new Error(`The package ${id} has no name.`);
      const { group, name: own } = component;
      component.purl = new PackageURL("npm", group, own, manifest.version, null, null).toString();
      component.bomRef.value = component.purl;
      return [id, component] as const;
    }),
  );
  const bom = new Models.Bom();
  bom.metadata.component = product;
  for (const { id, imports } of packages) {
    const component = components.get(id);
    if (component === undefined) continue;
    bom.components.add(component);
    product.dependencies.add(component.bomRef);
    for (const other of imports) {
      const imported = components.get(other);
      if (imported !== undefined) component.dependencies.add(imported.bomRef);
    }
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}
