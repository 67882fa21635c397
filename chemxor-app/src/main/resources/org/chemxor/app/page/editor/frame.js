// OpenChemLib's editor (BSD-3-Clause) in a frame without an origin. It tells the page what is drawn.

const place = document.getElementById('editor');

function tell(smiles) {
  parent.postMessage({ smiles }, '*');
}

function say(text) {
  const line = document.createElement('p');
  line.textContent = text;
  place.replaceChildren(line);
}

function smilesOf(molecule) {
  return molecule.getAllAtoms() === 0 ? '' : molecule.toIsomericSmiles();
}

try {
  const { CanvasEditor } = await import('./openchemlib.js');
  const editor = new CanvasEditor(place);
  editor.setOnChangeListener((event) => {
    if (event.type === 'molecule') {
      tell(smilesOf(editor.getMolecule()));
    }
  });
  addEventListener('message', (event) => {
    if (event.source === parent && event.data?.clear === true) {
      editor.clearAll();
      tell('');
    }
  });
} catch (error) {
  say(`The structure editor cannot start: ${error.message}`);
}
