// Uses the page as a person would. Arguments: its address, a folder for screenshots, Chromium, a file of
// 200 molecules. Prints "ask WORD" for what the test has to do and waits for a line; "ok" for each part.

const assert = require('node:assert');
const path = require('node:path');
const readline = require('node:readline');
const { chromium } = require('playwright-core');

const [, , address, folder, executablePath, file] = process.argv;
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const WAIT = { timeout: 240_000 };

async function ask(word) {
  console.log(`ask ${word}`);
  await lines.next();
}

const strangers = [];
const complaints = [];

async function open(browser, settings, url = address) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT.timeout);
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin) && !/^(blob|data):/.test(request.url())) {
      strangers.push(request.url());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  return page;
}

const shot = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });

const textOf = (page, id) => page.textContent(`#${id}`);

const untilText = (page, id, part) => page.waitForFunction(
  ([element, text]) => document.getElementById(element).textContent.includes(text), [id, part], WAIT);

async function type(page, smiles) {
  await page.click('#tab-paste');
  await page.fill('#smiles', smiles);
  await page.click('#send-typed');
  const count = smiles.split('\n').filter((line) => line.trim()).length;
  await untilText(page, 'run-title', smiles.split(/\s/)[0]);
  await untilText(page, 'progress-text', `Done: ${count} of ${count}`);
  await page.waitForFunction((rows) => document.querySelectorAll('#table-body tr:not(.pending)').length === rows,
    Math.min(count, 25), WAIT);
}

async function pasting(browser) {
  const page = await open(browser, { colorScheme: 'light' });
  await page.waitForSelector('#dot.ready', WAIT);
  await type(page, 'CC(=O)Oc1ccccc1C(=O)O aspirin\nCCO ethanol\nc1ccccc1 benzene');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'run-title', 'focus is on the run');
  await page.waitForFunction(() => [...document.querySelectorAll('.thumb img')].filter((i) => i.naturalWidth > 0).length === 3, null, WAIT);
  await shot(page, 'light');
  const details = page.getByRole('button', { name: 'Details of aspirin' });
  await details.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#molecule[open]', WAIT);
  const lit = await page.evaluate(() => {
    const canvas = document.querySelector('#molecule canvas');
    const data = canvas.getContext('2d').getImageData(0, 0, 32, 32).data;
    return [canvas.width, canvas.height, data.filter((value, place) => place % 4 === 0 && value > 0).length];
  });
  assert.deepEqual(lit.slice(0, 2), [32, 32]);
  assert.ok(lit[2] > 3, `the image is not black: ${lit[2]}`);
  assert.match(await textOf(page, 'molecule-body'), /Plain beside encrypted/);
  await page.screenshot({ path: path.join(folder, 'molecule.png') });
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Details of aspirin', 'focus comes back');
  assert.match(await textOf(page, 'learns'), /never sees your molecules/);
  await page.context().close();
}

async function badRows(browser) {
  const page = await open(browser);
  await type(page, 'CCN ok\nnonsense <img src=x onerror=alert(1)>\n<script>alert(2)</script> name');
  assert.equal(await page.locator('#table-body tr.error').count(), 2);
  assert.match(await textOf(page, 'table-body'), /<img src=x onerror=alert\(1\)>/);
  assert.equal(await page.locator('#table-body script, img[src="x"]').count(), 0);
  await shot(page, 'errors');
  await page.selectOption('#show', 'errors');
  await untilText(page, 'page-text', '1 to 2 of 2');
  await page.selectOption('#show', 'all');
  await untilText(page, 'page-text', '1 to 3 of 3');
  await page.getByRole('button', { name: 'SMILES' }).click();
  await page.waitForSelector('th[aria-sort="ascending"]:has-text("SMILES")', WAIT);
  const [download] = await Promise.all([page.waitForEvent('download', WAIT), page.click('#csv')]);
  const csv = require('node:fs').readFileSync(await download.path(), 'utf8').trim().split('\n');
  assert.equal(csv.length, 4, 'a header and three rows');
  await page.context().close();
}

async function longFile(browser) {
  const page = await open(browser, { colorScheme: 'dark' });
  await page.click('#tab-file');
  await page.setInputFiles('#file', file);
  await ask('hold');
  await page.click('#send-file');
  await untilText(page, 'run-title', path.basename(file));
  await page.waitForFunction(() => document.getElementById('progress').value === 6, null, WAIT);
  await shot(page, 'running-dark');
  await page.reload();
  await untilText(page, 'run-title', path.basename(file));
  await page.waitForFunction(() => document.getElementById('progress').value === 6, null, WAIT);
  await ask('stop');
  await untilText(page, 'progress-text', 'The server is away');
  await page.waitForSelector('#dot.away', WAIT);
  await shot(page, 'server-away-dark');
  await page.click('#stop');
  await untilText(page, 'progress-text', 'Stopped');
  await page.click('#resume');
  await untilText(page, 'progress-text', 'The server is away');
  await ask('start');
  await untilText(page, 'progress-text', 'Done: 200 of 200 rows');
  await page.waitForSelector('#dot.ready', WAIT);
  await page.click('#next');
  await untilText(page, 'page-text', '26 to 50 of 200');
  await page.context().close();
}

const dark = (colour) => colour.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 80);

async function looks(browser) {
  const page = await open(browser, { colorScheme: 'dark', viewport: { width: 400, height: 850 } });
  await page.waitForSelector('#table-body tr', WAIT);
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.ok(dark(background), `dark: ${background}`);
  for (const tab of ['paste', 'file', 'draw']) {
    await page.click(`#tab-${tab}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(width, 400, `nothing is wider than the page in ${tab}`);
  }
  await page.click('#tab-paste');
  await shot(page, 'narrow-dark');
  await page.locator('.thumb').first().click();
  await page.waitForSelector('#molecule[open]', WAIT);
  const inner = await page.evaluate(() => {
    const box = document.getElementById('molecule');
    return box.scrollWidth - box.clientWidth;
  });
  assert.equal(inner, 0, 'nothing is wider than the dialog');
  await page.screenshot({ path: path.join(folder, 'narrow-molecule.png') });
  await page.context().close();
}

async function keyboardAndNames(browser) {
  const page = await open(browser);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'skip');
  await page.locator('#tab-paste').focus();
  await page.keyboard.press('ArrowRight');
  assert.ok(await page.isVisible('#panel-file'));
  assert.equal(await page.getAttribute('#tab-file', 'aria-selected'), 'true');
  await page.waitForSelector('#table-body tr', WAIT);
  const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, select, textarea, progress')]
    .filter((each) => !(each.getAttribute('aria-label') || each.getAttribute('aria-labelledby')
      || each.textContent.trim() || each.labels?.length))
    .map((each) => each.outerHTML));
  assert.deepEqual(nameless, []);
  await page.context().close();
}

/** What axe finds; it has to be put into the page, which the page's own policy would not let it be. */
async function accessibility(browser) {
  for (const settings of [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 400, height: 850 } }]) {
    const page = await open(browser, { bypassCSP: true, ...settings });
    await page.waitForSelector('#table-body tr', WAIT);
    await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    const check = async (where) => {
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes[0].html}`), [], `${where}, ${settings.colorScheme}`);
    };
    await check('the page');
    await page.locator('.thumb').first().click();
    await page.waitForSelector('#molecule[open]', WAIT);
    await check('a molecule');
    await page.keyboard.press('Escape');
    await page.click('#tab-file');
    await check('a file');
    await page.context().close();
  }
}

async function drawing(browser) {
  const page = await open(browser);
  await page.waitForSelector('#dot.ready', WAIT);
  await page.click('#tab-draw');
  const canvas = page.frameLocator('#editor iframe').locator('canvas').first();
  await canvas.waitFor(WAIT);
  const frame = page.frames().find((each) => each.url().endsWith('/editor/frame.html'));
  const secrets = await frame.evaluate(async () => {
    const tries = {};
    try { tries.parent = parent.location.href; } catch { tries.parent = 'refused'; }
    try { tries.storage = String(localStorage.length); } catch { tries.storage = 'refused'; }
    try { tries.fetch = (await fetch('/api/status')).status; } catch { tries.fetch = 'refused'; }
    return tries;
  });
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !/connect-src|api\/status/.test(text)));
  assert.deepEqual(secrets, { parent: 'refused', storage: 'refused', fetch: 'refused' });
  const box = await page.locator('#editor iframe').boundingBox();
  await page.mouse.click(box.x + 34, box.y + 202);
  await page.mouse.click(box.x + 500, box.y + 200);
  await untilText(page, 'drawn', 'c1ccccc1');
  await page.screenshot({ path: path.join(folder, 'drawing.png') });
  await page.click('#send-drawing');
  await untilText(page, 'progress-text', 'Done: 1 of 1');
  await page.click('#clear-drawing');
  await untilText(page, 'drawn', 'nothing yet');
  await page.context().close();
}

async function withoutEditor(browser) {
  const page = await open(browser, {}, 'about:blank');
  await page.route('**/api/status', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), editor: false } });
  });
  await page.goto(address);
  await page.waitForSelector('#dot.ready', WAIT);
  await page.click('#tab-draw');
  await page.waitForSelector('#no-editor:visible', WAIT);
  assert.equal(await page.locator('#editor iframe').count(), 0);
  assert.equal(await page.isVisible('#send-drawing'), false);
  await page.context().close();
}

async function history(browser) {
  const page = await open(browser);
  await untilText(page, 'history-text', 'Nothing is kept');
  await page.check('#history');
  await untilText(page, 'history-text', 'readable by you alone');
  await page.click('#history');
  await page.click('#forget-no');
  assert.equal(await page.isChecked('#history'), true, 'kept until that is confirmed');
  await page.click('#history');
  await page.click('#forget-yes');
  await untilText(page, 'history-text', 'Nothing is kept');
  await page.context().close();
}

async function withoutToken(browser) {
  const page = await open(browser, {}, address.replace(/#.*/, '#token=wrong'));
  await untilText(page, 'problem-text', 'the token is missing');
  await page.context().close();
}

async function main() {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  for (const part of [pasting, badRows, longFile, looks, keyboardAndNames, accessibility, drawing, withoutEditor,
    history, withoutToken]) {
    await part(browser);
    console.log(`ok ${part.name}`);
  }
  assert.deepEqual(strangers, [], 'nothing is asked of anybody else');
  assert.deepEqual(complaints, [], 'the page has no errors');
  await browser.close();
  console.log('done');
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
