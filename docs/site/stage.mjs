// Puts the guides where VitePress builds them: stage.mjs ROOT TARGET. Pages keep their places, so that their
// links stay right; README.md becomes the page of its folder, scripts of examples become pages.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [, , root, target] = process.argv;
const read = (path) => readFileSync(join(root, path), 'utf8');
const write = (path, text) => {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), text);
};
const names = (folder, ending) => readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)).sort();
const titleOf = (text) => (/^# (.*)$/m.exec(text)?.[1] ?? '').replace(/`/g, '');

// Links to files that are pages of another name on the site.
const relink = (text) => text
  .replace(/(\]\((?:[^)#\s]*\/)?)README\.md/g, '$1index.md')
  .replace(/(\]\([^)#\s]*)\.jsh(?=[)#])/g, '$1.md')
  .replace(/(\]\((?:\.\.\/)*(?:docs\/)?(?:decisions|examples))\/(?=\))/g, '$1/index.md')
  .replace(/(\]\((?:\.\.\/)*)(NOTICE|LICENSE)(?=\))/g, '$1$2.md');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
write('index.md', relink(read('README.md')));
for (const name of ['SECURITY.md', 'CHANGELOG.md']) {
  write(name, relink(read(name)));
}
for (const name of ['NOTICE', 'LICENSE']) {
  write(`${name}.md`, `# ${name}\n\n\`\`\`text\n${read(name).trimEnd()}\n\`\`\`\n`);
}
const titles = {};
for (const name of names('docs', '.md')) {
  const text = read(`docs/${name}`);
  titles[name] = titleOf(text);
  write(`docs/${name === 'README.md' ? 'index.md' : name}`, relink(text));
}
const decisions = names('docs/decisions', '.md');
const list = decisions.map((name) => `- [${titleOf(read(`docs/decisions/${name}`))}](${name})`);
for (const name of decisions) {
  write(`docs/decisions/${name}`, relink(read(`docs/decisions/${name}`)));
}
write('docs/decisions/index.md', `# Decisions\n\nChoices that somebody may want to undo.\n\n${list.join('\n')}\n`);
const scripts = names('examples', '.jsh');
for (const name of scripts) {
  const text = read(`examples/${name}`);
  const first = /^\/\/ (.*?)(?: Run it with.*)?$/m.exec(text)?.[1] ?? name;
  write(`examples/${name.replace(/\.jsh$/, '.md')}`,
    `# ${name}\n\n${first}\n\n\`\`\`java\n${text.trimEnd()}\n\`\`\`\n`);
}
write('examples/index.md', `# Examples\n\nScripts for JShell that the tests run: \`./examples/run NAME\`. \`./examples/shell\` opens a shell with the library imported.\n\n${
  scripts.map((name) => `- [${name}](${name.replace(/\.jsh$/, '.md')}): ${/^\/\/ (.*?)(?: Run it with.*)?$/m.exec(read(`examples/${name}`))[1]}`).join('\n')}\n`);
cpSync(join(root, 'docs/pictures'), join(target, 'docs/pictures'), { recursive: true });

// The sidebar is the table of contents of docs/README.md.
const groups = [];
for (const line of read('docs/README.md').split('\n')) {
  const group = /^\*\*(.*)\*\*$/.exec(line);
  if (group) {
    groups.push({ text: group[1], collapsed: false, items: [] });
  }
  const item = /^- \[[^\]]*\]\(([^)]*)\)/.exec(line);
  if (item && item[1].startsWith('decisions')) {
    groups.at(-1).items.push({ text: 'Decisions', link: '/docs/decisions/' });
  } else if (item) {
    const outside = item[1].startsWith('../');
    const name = item[1].replace('../', '');
    groups.at(-1).items.push({
      text: outside ? titleOf(read(name)) : titles[name],
      link: `${outside ? '/' : '/docs/'}${name.replace(/\.md$/, '.html')}`,
    });
  }
}
mkdirSync(join(target, '.vitepress'), { recursive: true });
writeFileSync(join(target, '.vitepress/nav.json'), JSON.stringify(groups));
cpSync(join(root, 'docs/site/config.mjs'), join(target, '.vitepress/config.mjs'));
