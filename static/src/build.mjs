// Build static/build from the packages in package.json: `npm run build`.
// app.css is written last, so that if it exists the build is complete.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
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

// The style sheet names each font with a hash of its content, so that browsers may keep it for a year. The server gives
// such a name to the other files itself (core/static_files.py).
const hashedFonts = new Map();

await Promise.all([
  ...webFaces.map(async (face) => {
    const name = `atkinson-hyperlegible-next-${face}.woff2`;
    const font = await readFile(join(webFonts, "files", name));
    const hash = createHash("sha256").update(font).digest("hex").slice(0, 12);
    hashedFonts.set(name, name.replace(/woff2$/, `${hash}.woff2`));
    return writeFile(join(target, "fonts", hashedFonts.get(name)), font);
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

const compiled = sass.compile(join(source, "app.scss"), {
  loadPaths: [packages],
  quietDeps: true,
  style: "compressed",
});
const css = [...hashedFonts].reduce((text, [name, hashed]) => text.replaceAll(name, hashed), compiled.css);
// Write two compressed copies of each file. The server sends the smallest that the browser accepts.
const withCompressed = async (name, content) => {
  await writeFile(join(target, `${name}.gz`), gzipSync(content, { level: 9 }));
  await writeFile(join(target, `${name}.br`), brotliCompressSync(content));
  await writeFile(join(target, name), content);
};
await withCompressed("app.js", await readFile(join(target, "app.js")));
await withCompressed("app.css", css);
