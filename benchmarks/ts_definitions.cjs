// Where the names on given lines of a TypeScript file are defined, by the language service of the `typescript` package.
//
// usage: NODE_PATH=FOLDER_WITH_TYPESCRIPT node ts_definitions.cjs ROOT PATH FIRST-LAST,… > JSON
//
// Prints a list of [path, line], both of the tree under ROOT. Nothing has to be installed in the tree: names of packages that
// are in it lead to their sources.
"use strict";
const fs = require("fs");
const path = require("path");
const ts = require("typescript");

const [root, file, ranges] = process.argv.slice(2);
const wanted = ranges.split(",").map((range) => range.split("-").map(Number));

function packages(folder, found) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") packages(at, found);
    else if (entry.name === "package.json") {
      try {
        const name = JSON.parse(fs.readFileSync(at, "utf8")).name;
        if (name) {
          found[name] = ["src/index", "index", ""].map((inside) => path.join(folder, inside));
          found[`${name}/*`] = ["*", "src/*"].map((inside) => path.join(folder, inside));
        }
      } catch {
        // not every file of that name is one
      }
    }
  }
  return found;
}

function configured(name) {
  const at = ts.findConfigFile(path.dirname(name), ts.sys.fileExists);
  if (!at || !at.startsWith(root)) return {};
  const read = ts.readConfigFile(at, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(read.config || {}, { ...ts.sys, readDirectory: () => [] }, path.dirname(at));
  return parsed.options;
}

const name = path.join(root, file);
const own = configured(name);
const options = {
  ...own,
  allowJs: true,
  noEmit: true,
  types: [],
  jsx: own.jsx ?? ts.JsxEmit.Preserve,
  target: own.target ?? ts.ScriptTarget.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  paths: { ...packages(root, {}), ...(own.paths || {}) },
  baseUrl: own.baseUrl,
};
const host = {
  getScriptFileNames: () => [name],
  getScriptVersion: () => "1",
  getScriptSnapshot: (at) => (ts.sys.fileExists(at) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(at) || "") : undefined),
  getCurrentDirectory: () => root,
  getCompilationSettings: () => options,
  getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
};
const service = ts.createLanguageService(host);
const source = service.getProgram().getSourceFile(name);
const found = new Set();

function visit(node) {
  if (ts.isIdentifier(node)) {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (wanted.some(([first, last]) => first <= line && line <= last)) {
      for (const one of service.getDefinitionAtPosition(name, node.getStart()) || []) {
        const other = service.getProgram().getSourceFile(one.fileName);
        const inside = path.relative(root, one.fileName);
        if (other && !inside.startsWith("..") && !inside.includes("node_modules")) {
          found.add(JSON.stringify([inside, other.getLineAndCharacterOfPosition(one.textSpan.start).line + 1]));
        }
      }
    }
  }
  ts.forEachChild(node, visit);
}
if (source) visit(source);
console.log(`[${[...found].join(",")}]`);
