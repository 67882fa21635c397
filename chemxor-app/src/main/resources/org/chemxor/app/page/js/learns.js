// The panel that says who learns what.

import { byId, make } from './dom.js';

let shown = '';

export function showLearns(parties) {
  const wanted = JSON.stringify(parties ?? []);
  if (!parties || wanted === shown) {
    return;
  }
  shown = wanted;
  byId('learns-hint').textContent = 'Taken from the program that the model is evaluated by, which a server cannot understate.';
  byId('learns').replaceChildren(...parties.map((party) =>
    make('section', {},
      make('h3', {}, party.who),
      make('ul', {}, ...party.learns.map((sentence) => make('li', {}, sentence))))));
}
