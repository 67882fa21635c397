// Runs: which one is shown, how far it is, and what can be done with it.

import { getResults, removeRun, resumeRun, stopRun } from './api.js';
import { attempt, byId, make, setFacts, setText } from './dom.js';
import { settings, showTable, startTable } from './table.js';
import { bytes, duration, progress, small } from './words.js';

let shown = '';
let announced = '';
let options = '';

/** Shows a run from now on. */
export function openRun(id) {
  shown = id;
}

function showChoice(runs) {
  const list = byId('run-list');
  const wanted = JSON.stringify(runs.map((run) => [run.id, run.title]));
  if (wanted !== options) {
    options = wanted;
    list.replaceChildren(...runs.map((run) => make('option', { value: run.id }, run.title)));
  }
  list.value = shown;
}

/** For screen readers: not every row, but each quarter and each change of state. */
function announce(run) {
  const quarter = Math.floor((4 * run.done) / run.rows);
  const key = `${run.id} ${run.state} ${quarter}`;
  if (key !== announced) {
    announced = key;
    setText(byId('announce'), progress(run));
  }
}

function showMessage(run) {
  const message = byId('run-message');
  message.hidden = run.message === '';
  message.classList.toggle('bad', run.state === 'failed');
  setText(message, run.message);
}

function facts(run, status) {
  const each = run.requests > 0 ? run.seconds / run.requests : 0;
  const list = [
    ['Time', duration(run.seconds)],
    ['Sent', bytes(run.bytesUp)],
    ['Received', bytes(run.bytesDown)],
    ['For each evaluation', run.requests > 0
      ? `${duration(each)}, ${bytes(Math.round((run.bytesUp + run.bytesDown) / run.requests))}` : 'none yet'],
  ];
  const { in: inside, edge, out } = run.domain;
  if (inside + edge + out > 0) {
    list.push(['Domain', `${inside} in, ${edge} edge, ${out} out`]);
  }
  if (status.plain) {
    list.push(['Plain to encrypted, at most', small(run.largestDifference)]);
  }
  return list;
}

function showRun(run, status) {
  setText(byId('run-title'), `Predictions for ${run.title}`);
  const bar = byId('progress');
  bar.max = run.rows;
  bar.value = run.done;
  setText(byId('progress-text'), progress(run));
  announce(run);
  showMessage(run);
  byId('stop').hidden = !['running', 'waiting'].includes(run.state);
  byId('resume').hidden = !['stopped', 'failed'].includes(run.state);
  byId('csv').disabled = run.done === 0;
  byId('sdf').disabled = run.done === 0;
  setFacts(byId('run-facts'), facts(run, status));
  showTable(run, status);
}

/** Shows the runs as they are now. */
export function showRuns(status) {
  const runs = status.runs;
  byId('results').hidden = runs.length === 0;
  if (runs.length === 0) {
    return;
  }
  let run = runs.find((each) => each.id === shown);
  if (!run) {
    run = runs[0];
    shown = run.id;
  }
  showChoice(runs);
  showRun(run, status);
}

async function download(ending) {
  const blob = await getResults(shown, ending, settings());
  const link = make('a', { href: URL.createObjectURL(blob), download: `predictions.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Begins to listen; refresh shows at once what has changed. */
export function startRuns(refresh) {
  const does = (id, action) => byId(id).addEventListener('click', async () => {
    await attempt(() => action(shown));
    refresh();
  });
  does('stop', stopRun);
  does('resume', resumeRun);
  does('remove', async (id) => {
    await removeRun(id);
    byId('ask-title').focus();
  });
  does('csv', () => download('csv'));
  does('sdf', () => download('sdf'));
  byId('run-list').addEventListener('change', (event) => {
    shown = event.target.value;
    refresh();
  });
  startTable(refresh);
}
