// Puts the page together and keeps it up to date.

import { connect, getStatus, hasToken, keepHistory } from './api.js';
import { attempt, byId, setFacts, setText, showProblem } from './dom.js';
import { startEditor } from './editor.js';
import { startInput } from './input.js';
import { showLearns } from './learns.js';
import { bytes } from './words.js';
import { openRun, showRuns, startRuns } from './runs.js';

const RUNNING_MILLIS = 500;
const IDLE_MILLIS = 2000;
const CONNECTION = {
  connecting: 'Connecting and making keys', ready: 'Connected', away: 'The server is away',
  refused: 'Not connected', gone: 'The program has ended',
};

let timer = 0;
let turn = 0;

function showConnection(state, status) {
  const isDemo = status?.mode === 'demo';
  const model = status?.model && !isDemo ? ` to ${status.model.name}` : '';
  setText(byId('connection-text'),
    (isDemo ? 'Demonstration, both roles on this machine: ' : '') + CONNECTION[state] + model);
  byId('dot').className = `dot ${state}`;
}

function showLink({ connection, runs }) {
  const isRefused = connection.state === 'refused';
  const isAway = connection.state === 'away' && !runs.some((run) => run.state === 'waiting');
  byId('link-notice').hidden = !isRefused && !isAway;
  byId('connect').hidden = !isRefused;
  setText(byId('link-text'), connection.message);
}

/** Whether the model says how far its predictions can be trusted. */
const hasTrust = (status) => status.runs.some((run) => run.columns.some((name) => /^(lower|classes)(_|$)/.test(name)));

function showModel(status) {
  const model = status.model;
  if (!model) {
    setFacts(byId('model-facts'), [['Server', status.server]]);
    return;
  }
  setFacts(byId('model-facts'), [
    ['Server', status.server],
    ['Predicts', model.target || 'not said'],
    ['Plan', `${model.plan}, ${model.rounds === 1 ? '1 round' : `${model.rounds} rounds`}`],
    ['Encryption', `CKKS, ring degree ${model.ringDegree}, ${model.securityBits > 0 ? `${model.securityBits} bits` : 'no promise of security'}`],
    ['Keys sent once', bytes(model.keyBytes)],
    ['For each request', `${bytes(model.requestBytes)} there, ${bytes(model.replyBytes)} back`],
    ['Largest error to expect', model.expectedError.toExponential(1)],
    ...(hasTrust(status) ? [['Intervals hold the truth', `${Math.round(status.coverage * 100)} times in 100`]] : []),
  ]);
}

function showHistory(history) {
  const box = byId('history');
  box.checked = history.kept;
  setText(byId('history-text'), (history.kept
    ? `Kept in ${history.folder}, readable by you alone. Whoever reads that folder sees your molecules.`
    : 'Nothing is kept: molecules and predictions are gone when the program ends.')
    + (history.message ? ` ${history.message}` : ''));
}

function show(status) {
  showConnection(status.connection.state, status);
  showLink(status);
  showModel(status);
  showLearns(status.learns);
  showHistory(status.history);
  startEditor(status.editor);
  showRuns(status);
}

/** Asks how things stand, and again after a while; sooner when asked to. */
export async function refresh() {
  const mine = ++turn;
  clearTimeout(timer);
  let isBusy = false;
  try {
    const status = await getStatus();
    if (mine !== turn) {
      return;
    }
    show(status);
    isBusy = status.connection.state === 'connecting'
      || status.runs.some((run) => ['running', 'waiting', 'stopping'].includes(run.state));
  } catch (error) {
    if (mine !== turn) {
      return;
    }
    showConnection('gone');
    showProblem(error.message);
    if (error.status === 401) {
      return;
    }
  }
  timer = setTimeout(refresh, isBusy ? RUNNING_MILLIS : IDLE_MILLIS);
}

function startHistory() {
  const forget = byId('forget');
  byId('history').addEventListener('change', async (event) => {
    if (event.target.checked) {
      await attempt(() => keepHistory(true));
      refresh();
    } else {
      event.target.checked = true;
      forget.showModal();
    }
  });
  byId('forget-no').addEventListener('click', () => forget.close());
  byId('forget-yes').addEventListener('click', async () => {
    forget.close();
    await attempt(() => keepHistory(false));
    refresh();
  });
}

byId('skip').addEventListener('click', () => byId('ask-title').focus());
byId('connect').addEventListener('click', async () => {
  await attempt(connect);
  refresh();
});
startHistory();
startRuns(refresh);
startInput(async (run) => {
  openRun(run.id);
  await refresh();
  byId('run-title').focus();
});
if (hasToken) {
  refresh();
} else {
  showConnection('refused');
  showProblem('The address of this page lacks its token: open the address that chemxor app printed.');
}
