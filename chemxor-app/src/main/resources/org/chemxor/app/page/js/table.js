// The table of a run: a page of rows, sorted and filtered by the program.

import { getDrawing, getRows } from './api.js';
import { byId, make, setText, showProblem } from './dom.js';
import { openMolecule } from './molecule.js';
import { column, DOMAIN } from './words.js';

const PAGE = 25;
const MOST_DRAWINGS = 200;

let offset = 0;
let total = 0;
let shownRun = '';
let shownColumns = '';
let asked = '';
let refresh = () => {};
const drawings = new Map();
const lines = new Map();

/** How rows are chosen and sorted, as the program wants it said. */
export const settings = () => ({
  show: byId('show').value,
  search: byId('search').value,
  sort: byId('sort').value || 'row',
  descending: byId('descending').checked,
});

function showColumns(run, status) {
  const columns = ['row', 'name', 'smiles', ...run.columns, ...(status.plain ? ['difference'] : [])];
  const wanted = JSON.stringify([columns, settings()]);
  if (wanted === shownColumns) {
    return;
  }
  shownColumns = wanted;
  const sort = byId('sort');
  const before = columns.includes(sort.value) ? sort.value : 'row';
  sort.replaceChildren(...columns.map((name) => make('option', { value: name }, column(name))));
  sort.value = before;
  showHead(run.columns);
}

function showHead(columns) {
  const { sort, descending } = settings();
  const head = (name) => make('th', {
    scope: 'col',
    'aria-sort': name === sort ? (descending ? 'descending' : 'ascending') : 'none',
  }, make('button', { type: 'button', onclick: () => sortBy(name) },
    column(name) + (name === sort ? (descending ? ' ▼' : ' ▲') : '')));
  byId('table-head').replaceChildren(make('tr', {},
    make('th', { scope: 'col' }, 'Structure'), head('row'), head('smiles'), ...columns.map(head)));
}

function sortBy(name) {
  const sort = byId('sort');
  byId('descending').checked = sort.value === name && !byId('descending').checked;
  sort.value = name;
  change();
}

function change() {
  offset = 0;
  refresh();
}

async function drawing(run, row, box) {
  const key = `${run.id} ${row.index}`;
  try {
    if (!drawings.has(key)) {
      drawings.set(key, getDrawing(run.id, row.index));
      if (drawings.size > MOST_DRAWINGS) {
        const [oldest, old] = drawings.entries().next().value;
        drawings.delete(oldest);
        old.then(URL.revokeObjectURL, () => {});
      }
    }
    const address = await drawings.get(key);
    box.replaceChildren(make('img', { src: address, alt: '' }));
  } catch {
    drawings.delete(key);
    box.replaceChildren(make('span', {}, 'no drawing'));
  }
}

function picture(run, row, status) {
  if (row.smiles === '') {
    return make('td', { class: 'picture' });
  }
  const called = row.name || row.smiles;
  const isReadable = row.state !== 'error' || row.domain !== '';
  const button = make('button', {
    type: 'button', class: 'thumb', 'aria-label': `Details of ${called}`,
    onclick: () => openMolecule(run, row, status),
  }, make('span', {}, status.drawing && isReadable ? '' : 'details'));
  if (status.drawing && isReadable) {
    drawing(run, row, button);
  }
  return make('td', { class: 'picture' }, button);
}

function cell(name, text) {
  if (name === 'domain' && DOMAIN[text]) {
    return make('td', { 'data-label': column(name) },
      make('span', { class: `badge ${text}`, title: DOMAIN[text] }, text));
  }
  const isNumber = /^-?[0-9.]+$/.test(text);
  return make('td', { 'data-label': column(name), class: isNumber ? 'number' : '' }, text);
}

function prediction(run, row) {
  const width = Math.max(1, run.columns.length);
  if (row.state === 'pending') {
    return [make('td', { class: 'waits', colspan: width }, 'waiting')];
  }
  if (row.state === 'error') {
    return [make('td', { class: 'problem', colspan: width },
      ...(DOMAIN[row.domain] ? [cell('domain', row.domain).firstChild, ' '] : []), row.error)];
  }
  return run.columns.map((name, place) => cell(name, row.cells[place] ?? ''));
}

function line(run, row, status) {
  return make('tr', { class: row.state },
    picture(run, row, status),
    make('td', { class: 'number', 'data-label': 'Row' }, String(row.row)),
    make('td', { class: 'smiles' },
      row.name ? make('span', { class: 'name' }, row.name) : '',
      make('span', { class: 'text', title: row.smiles }, row.smiles)),
    ...prediction(run, row));
}

/** Rows that have not changed stay, with the focus that may be in them. */
function showLines(run, rows, status) {
  const wanted = new Set();
  const elements = rows.map((row) => {
    const key = JSON.stringify([run.id, run.columns, row]);
    wanted.add(key);
    if (!lines.has(key)) {
      lines.set(key, line(run, row, status));
    }
    return lines.get(key);
  });
  for (const key of lines.keys()) {
    if (!wanted.has(key)) {
      lines.delete(key);
    }
  }
  const body = byId('table-body');
  const isSame = elements.length === body.children.length
    && elements.every((element, place) => element === body.children[place]);
  if (!isSame) {
    const focused = document.activeElement;
    const label = body.contains(focused) ? focused.getAttribute('aria-label') : null;
    body.replaceChildren(...elements);
    if (label && document.activeElement !== focused) {
      [...body.querySelectorAll('button')].find((b) => b.getAttribute('aria-label') === label)?.focus();
    }
  }
}

function showPager() {
  const last = Math.min(offset + PAGE, total);
  setText(byId('page-text'), total === 0 ? 'no rows' : `${offset + 1} to ${last} of ${total.toLocaleString('en')}`);
  byId('previous').disabled = offset === 0;
  byId('next').disabled = last >= total;
}

/** Shows a run's rows, asking for them only when they may have changed. */
export async function showTable(run, status) {
  if (run.id !== shownRun) {
    shownRun = run.id;
    offset = 0;
    asked = '';
  }
  showColumns(run, status);
  const wanted = JSON.stringify([run.id, offset, settings(), run.done, run.columns]);
  if (wanted === asked) {
    return;
  }
  asked = wanted;
  try {
    const page = await getRows(run.id, { ...settings(), offset, limit: PAGE });
    if (asked !== wanted) {
      return;
    }
    total = page.total;
    showLines(page.run, page.rows, status);
    showPager();
  } catch (error) {
    asked = '';
    if (error.status !== 404) {
      showProblem(error.message);
    }
  }
}

/** Begins to listen. */
export function startTable(refreshPage) {
  refresh = refreshPage;
  for (const id of ['show', 'sort', 'descending']) {
    byId(id).addEventListener('change', change);
  }
  byId('search').addEventListener('input', change);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('previous').addEventListener('click', () => {
    offset = Math.max(0, offset - PAGE);
    refresh();
  });
  byId('next').addEventListener('click', () => {
    offset += PAGE;
    refresh();
  });
}
