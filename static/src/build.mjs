// Build static/build from the packages in package.json: `npm run build`.
// app.css is written last, so that if it exists the build is complete.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import * as sass from "sass";

const source = dirname(fileURLToPath(import.meta.url));
const root = join(source, "..", "..");
const target = join(source, "..", "build");
const packages = join(root, "node_modules");
const webFonts = join(packages, "@fontsource", "atkinson-hyperlegible-next");
const pdfFonts = join(packages, "@expo-google-fonts", "atkinson-hyperlegible-next");

const webFaces = ["latin-400-normal", "latin-400-italic", "latin-700-normal", "latin-ext-400-normal", "latin-ext-700-normal"];
const pdfFaces = ["400Regular", "400Regular_Italic", "700Bold"];

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "fonts"), { recursive: true });
await mkdir(join(target, "pdf-fonts"), { recursive: true });

await Promise.all([
  ...webFaces.map((face) => {
    const name = `atkinson-hyperlegible-next-${face}.woff2`;
    return copyFile(join(webFonts, "files", name), join(target, "fonts", name));
  }),
  copyFile(join(webFonts, "LICENSE"), join(target, "fonts", "LICENSE.txt")),
  ...pdfFaces.map((face) => {
    const name = `AtkinsonHyperlegibleNext_${face}.ttf`;
    return copyFile(join(pdfFonts, face, name), join(target, "pdf-fonts", name));
  }),
  copyFile(join(pdfFonts, "LICENSE_FONT"), join(target, "pdf-fonts", "LICENSE.txt")),
]);

await build({
  entryPoints: [join(source, "js", "app.js")],
  outfile: join(target, "app.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "inline",
});

const { css } = sass.compile(join(source, "app.scss"), {
  loadPaths: [packages],
  quietDeps: true,
  style: "compressed",
});
// Write a compressed copy of each file. The server sends it to browsers that accept it.
const compressed = (content) => gzipSync(content, { level: 9 });
await writeFile(join(target, "app.js.gz"), compressed(await readFile(join(target, "app.js"))));
await writeFile(join(target, "app.css.gz"), compressed(css));
await writeFile(join(target, "app.css"), css);
