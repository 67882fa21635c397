// One molecule: drawn, as the network sees it, and what came of it.

import { getDrawing, getRow } from './api.js';
import { byId, make, setText, showProblem } from './dom.js';
import { bytes, column, DOMAIN, duration, small } from './words.js';

const dialog = byId('molecule');

byId('molecule-close').addEventListener('click', () => dialog.close());

/** Grey levels: black for 0, white for 1. */
function pixels(image) {
  const canvas = make('canvas', { width: image.width, height: image.height, role: 'img' });
  const filled = image.pixels.filter((value) => value > 0).length;
  canvas.setAttribute('aria-label',
    `Image of ${image.width} by ${image.height} pixels, ${filled} of them not black`);
  const context = canvas.getContext('2d');
  const data = context.createImageData(image.width, image.height);
  image.pixels.forEach((value, place) => {
    const grey = Math.round(255 * value);
    data.data.set([grey, grey, grey, 255], 4 * place);
  });
  context.putImageData(data, 0, 0);
  return make('figure', {}, canvas, make('figcaption', {},
    `What the network sees: ${image.width} × ${image.height} pixels, ${filled} of them not black. `
    + 'Encrypted before it leaves this program.'));
}

function comparison(row) {
  if (!row.plain?.length || !row.encrypted?.length) {
    return [];
  }
  const body = row.encrypted.map((value, place) => make('tr', {},
    make('th', { scope: 'row' }, String(place + 1)),
    make('td', { class: 'number' }, row.plain[place].toFixed(6)),
    make('td', { class: 'number' }, value.toFixed(6)),
    make('td', { class: 'number' }, small(Math.abs(value - row.plain[place])))));
  return [
    make('h3', {}, 'Plain beside encrypted'),
    make('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': 'Plain beside encrypted' }, make('table', {},
      make('tbody', {},
        make('tr', {}, ...['output', 'plain', 'encrypted', 'difference'].map((name) => make('th', { scope: 'col' }, name))),
        ...body))),
    make('p', { class: 'hint' }, 'Encrypted outputs have as many decimals as the client allows: more would tell about the key.'),
  ];
}

function outcome(run, row) {
  const parts = [make('p', { class: 'code' }, row.smiles)];
  if (row.error) {
    parts.push(make('p', { class: 'notice bad' }, row.error));
  }
  if (row.state === 'predicted') {
    parts.push(make('dl', { class: 'facts' }, ...run.columns.map((name, place) =>
      make('div', {}, make('dt', {}, column(name)), make('dd', {}, row.cells[place] || 'not promised')))));
  }
  if (DOMAIN[row.domain]) {
    parts.push(make('p', {}, `This molecule is ${DOMAIN[row.domain]}.`));
  }
  parts.push(...comparison(row));
  if (row.cost?.rows > 0) {
    const together = row.cost.rows === 1 ? '' : ` for ${row.cost.rows} molecules together`;
    parts.push(make('p', { class: 'hint' },
      `${duration(row.cost.millis / 1000)}${together}, ${bytes(row.cost.bytesUp)} sent, ${bytes(row.cost.bytesDown)} received.`));
  }
  return parts;
}

async function drawing(run, row) {
  const address = await getDrawing(run.id, row.index);
  return make('figure', {},
    make('img', { class: 'drawing', src: address, alt: `Drawing of ${row.name || row.smiles}` }));
}

/** Opens a row's molecule. */
export async function openMolecule(run, shownRow, status) {
  try {
    const row = await getRow(run.id, shownRow.index);
    const figures = [];
    if (status.drawing && (row.image || row.state !== 'error')) {
      figures.push(await drawing(run, row).catch(() => make('p', { class: 'hint' }, 'It cannot be drawn.')));
    }
    if (row.image) {
      figures.push(pixels(row.image));
    } else if (row.noImage) {
      figures.push(make('p', { class: 'hint' }, `No image: ${row.noImage}`));
    }
    setText(byId('molecule-title'), row.name || `Row ${row.row}`);
    byId('molecule-body').replaceChildren(
      make('div', { class: 'molecule' }, ...figures), ...outcome(run, row));
    dialog.showModal();
  } catch (error) {
    showProblem(error.message);
  }
}
