// Looks at the site as readers do: check.mjs SITE PICTURES CHROMIUM. Every page loads without an error and without asking any
// other host, every link within the site leads to a file and its heading, the search finds, and nothing sticks out at 400 px.
import assert from 'node:assert';
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, relative } from 'node:path';
import { chromium } from 'playwright-core';

const [, , site, pictures, executablePath] = process.argv;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2' };

const fileOf = (path) => {
  const file = join(site, normalize(decodeURIComponent(path)));
  return existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
};
const server = createServer((request, response) => {
  const file = fileOf(new URL(request.url, 'http://site').pathname);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
const origin = `http://127.0.0.1:${server.address().port}`;

const all = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  (entry.isDirectory() ? all(join(folder, entry.name)) : [join(folder, entry.name)]));
const pages = all(site).map((file) => relative(site, file))
  .filter((file) => file.endsWith('.html') && !file.startsWith('api/') && file !== '404.html');
assert(pages.length > 80, `only ${pages.length} pages`);

mkdirSync(pictures, { recursive: true });
const problems = [];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

async function open(settings) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) {
      problems.push(`${page.url()} asks for ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      problems.push(`${page.url()}: ${response.status()} for ${response.url()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  return page;
}

// Every page, and what it links to.
const page = await open({});
const ids = new Map();
const links = [];
for (const name of pages) {
  await page.goto(`${origin}/${name}`, { waitUntil: 'networkidle' });
  assert(await page.locator('h1').count() > 0, `${name} has no heading`);
  ids.set(`/${name}`, new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map((one) => one.id))));
  for (const href of await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((one) => one.href))) {
    links.push([name, new URL(href)]);
  }
  const broken = await page.evaluate(() => [...document.images].filter((one) => one.naturalWidth === 0).map((one) => one.src));
  broken.forEach((src) => problems.push(`${name}: picture ${src} does not load`));
}
let followed = 0;
for (const [name, url] of links) {
  if (url.origin === origin) {
    followed += 1;
    const file = fileOf(url.pathname);
    const path = `/${relative(site, file)}`;
    if (!existsSync(file)) {
      problems.push(`${name} links to ${url.pathname}, which is not there`);
    } else if (url.hash.length > 1 && ids.has(path) && !ids.get(path).has(decodeURIComponent(url.hash.slice(1)))) {
      problems.push(`${name} links to ${url.pathname}${url.hash}, which has no such heading`);
    }
  }
}

// The search.
await page.goto(`${origin}/index.html`);
for (const [words, expected] of [['scale out of bounds', 'faq'], ['bootstrapping', 'faq'], ['olinda_zero checkpoint', 'serving']]) {
  await page.click('.VPNavBarSearch button');
  await page.fill('.VPLocalSearchBox input', words);
  await page.waitForSelector('.VPLocalSearchBox .result', { timeout: 20_000 });
  const found = await page.evaluate(() => [...document.querySelectorAll('.VPLocalSearchBox a.result')].map((one) => one.href));
  assert(found.some((href) => href.includes(expected)), `"${words}" finds ${found}, not ${expected}`);
  await page.keyboard.press('Escape');
}

// How it looks, and whether a narrow screen has to scroll sideways.
for (const [look, settings] of Object.entries({
  light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' },
  narrow: { colorScheme: 'light', viewport: { width: 400, height: 800 } },
})) {
  const seen = await open(settings);
  for (const name of ['index', 'docs/getting-started', 'docs/performance', 'docs/ckks-in-ten-minutes', 'docs/faq']) {
    await seen.goto(`${origin}/${name}.html`, { waitUntil: 'networkidle' });
    await seen.screenshot({ path: join(pictures, `${look}-${name.replace('/', '-')}.png`) });
    const over = await seen.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) {
      problems.push(`${name} is ${over} px wider than a screen of ${look} width`);
    }
  }
}
await browser.close();
server.close();
problems.forEach((problem) => console.error(problem));
assert(problems.length === 0, `${problems.length} problems`);
console.log(`${pages.length} pages, ${followed} links within the site, search and ${readdirSync(pictures).length} pictures looked at`);
