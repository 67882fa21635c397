// Molecules in: typed, from a file, drawn.

import { beginFile, beginTyped } from './api.js';
import { attempt, byId, setText, showProblem } from './dom.js';
import { clearDrawing, drawnSmiles, openEditor } from './editor.js';
import { bytes } from './words.js';

const TABS = ['paste', 'file', 'draw'];
const EXAMPLES = [
  'CC(=O)Oc1ccccc1C(=O)O aspirin',
  'CN1C=NC2=C1C(=O)N(C(=O)N2C)C caffeine',
  'CC(C)Cc1ccc(cc1)C(C)C(=O)O ibuprofen',
  'CC(=O)Nc1ccc(O)cc1 paracetamol',
  'CN1CCCC1c1cccnc1 nicotine',
];

let chosen = null;

function select(name, isFocused) {
  for (const tab of TABS) {
    const button = byId(`tab-${tab}`);
    const isSelected = tab === name;
    button.setAttribute('aria-selected', String(isSelected));
    button.tabIndex = isSelected ? 0 : -1;
    byId(`panel-${tab}`).hidden = !isSelected;
    if (isSelected && isFocused) {
      button.focus();
    }
  }
  if (name === 'draw') {
    openEditor();
  }
}

function startTabs() {
  TABS.forEach((tab, place) => {
    const button = byId(`tab-${tab}`);
    button.addEventListener('click', () => select(tab, false));
    button.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        event.preventDefault();
        select(TABS[(place + step + TABS.length) % TABS.length], true);
      }
    });
  });
}

function choose(file) {
  chosen = file ?? null;
  byId('send-file').disabled = !chosen;
  setText(byId('chosen'), chosen ? `${chosen.name}, ${bytes(chosen.size)}` : '');
}

function startDropping(send) {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) {
      document.body.classList.remove('dropping');
    }
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    const files = event.dataTransfer.files;
    if (files.length === 1) {
      select('file', false);
      choose(files[0]);
      send();
    } else if (files.length > 1) {
      showProblem('Drop one file at a time.');
    }
  });
}

/** Begins to listen; begun gets each run that the user begins. */
export function startInput(begun) {
  const begin = async (button, action) => {
    button.disabled = true;
    let run = null;
    const isDone = await attempt(async () => {
      run = await action();
    });
    button.disabled = false;
    if (isDone) {
      await begun(run);
    }
  };
  const sendFile = () => begin(byId('send-file'), () => beginFile(chosen, {
    smilesColumn: byId('smiles-column').value.trim(),
    nameColumn: byId('name-column').value.trim(),
  }));

  startTabs();
  startDropping(sendFile);
  byId('paste-form').addEventListener('submit', (event) => {
    event.preventDefault();
    begin(byId('send-typed'), () => beginTyped(byId('smiles').value));
  });
  byId('smiles').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      byId('paste-form').requestSubmit();
    }
  });
  byId('examples').addEventListener('click', () => {
    byId('smiles').value = EXAMPLES.join('\n');
    byId('smiles').focus();
  });
  byId('file').addEventListener('change', (event) => choose(event.target.files[0]));
  byId('file-form').addEventListener('submit', (event) => {
    event.preventDefault();
    sendFile();
  });
  byId('send-drawing').addEventListener('click', (event) =>
    begin(event.target, () => beginTyped(`${drawnSmiles()} drawn`)));
  byId('clear-drawing').addEventListener('click', clearDrawing);
}
