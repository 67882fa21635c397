// Puts the Javadoc of every module that was built into the site and writes the page that lists them: javadoc.mjs ROOT SITE.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , root, site] = process.argv;

const rows = [];
mkdirSync(join(site, 'api'), { recursive: true });
for (const module of readdirSync(root).filter((name) => name.startsWith('chemxor-')).sort()) {
  const docs = ['target/reports/apidocs', 'target/apidocs'].map((place) => join(root, module, place))
    .find((place) => existsSync(join(place, 'index.html')));
  if (docs) {
    cpSync(docs, join(site, 'api', module), { recursive: true });
    const about = /<description>\s*([\s\S]*?)\s*<\/description>/.exec(readFileSync(join(root, module, 'pom.xml'), 'utf8'));
    rows.push(`<tr><td><a href="${module}/index.html">${module}</a></td><td>${about?.[1] ?? ''}</td></tr>`);
  }
}
const text = rows.length === 0
  ? '<p>Javadoc was not built with this site.</p>'
  : `<table>${rows.join('\n')}</table>`;
writeFileSync(join(site, 'api', 'index.html'), `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Javadoc | ChemXor for Java</title>
<style>
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }
td { padding: .4rem .8rem .4rem 0; vertical-align: top; }
</style></head>
<body><p><a href="../index.html">ChemXor for Java</a></p><h1>Javadoc</h1>
${text}
</body></html>
`);
