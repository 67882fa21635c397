// The structure editor: other people's code in a frame of its own, which has neither the token nor a
// way to ask anything of anybody. All that comes out of it is a SMILES.

import { byId, make, setText } from './dom.js';

const MAX_SMILES = 10000;

let isAvailable = null;
let frame = null;
let smiles = '';

function receive(event) {
  const isOurs = frame && event.source === frame.contentWindow;
  if (isOurs && typeof event.data?.smiles === 'string' && event.data.smiles.length <= MAX_SMILES) {
    smiles = event.data.smiles.replace(/\s/g, '');
    setText(byId('drawn'), smiles || 'nothing yet');
    byId('send-drawing').disabled = smiles === '';
  }
}

/** Called with whether this build has the editor. */
export function startEditor(hasEditor) {
  if (isAvailable === null) {
    isAvailable = hasEditor;
    byId('no-editor').hidden = hasEditor;
    byId('clear-drawing').hidden = !hasEditor;
    byId('send-drawing').hidden = !hasEditor;
    addEventListener('message', receive);
    if (!byId('panel-draw').hidden) {
      openEditor();
    }
  }
}

/** Loads the editor when it is first looked at. */
export function openEditor() {
  if (isAvailable && !frame) {
    frame = make('iframe', {
      src: 'editor/frame.html',
      sandbox: 'allow-scripts',
      title: 'Structure editor; with a keyboard alone, type SMILES instead',
    });
    byId('editor').append(frame);
  }
}

export const drawnSmiles = () => smiles;

export function clearDrawing() {
  frame?.contentWindow.postMessage({ clear: true }, '*');
}
