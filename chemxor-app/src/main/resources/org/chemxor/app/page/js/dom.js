// Elements made from text. Nothing here or elsewhere turns text into markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes, listeners (by "onclick" and the like) and children, texts or elements. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== ''));
  return element;
}

/** Sets a text only where it changes, so that screen readers are not told the same again. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A list of terms and what they are. */
export function setFacts(list, facts) {
  const wanted = JSON.stringify(facts);
  if (list.dataset.facts === wanted) {
    return;
  }
  list.dataset.facts = wanted;
  list.replaceChildren(
    ...facts.map(([term, value]) => make('div', {}, make('dt', {}, term), make('dd', {}, value))));
}

const problem = byId('problem');

/** Says what is wrong, until it is closed or something else works. */
export function showProblem(text) {
  setText(byId('problem-text'), text);
  problem.hidden = false;
}

export function hideProblem() {
  problem.hidden = true;
}

byId('problem-close').addEventListener('click', hideProblem);

/** Does something the user asked for, and says what is wrong if it does not work. */
export async function attempt(action) {
  try {
    await action();
    hideProblem();
    return true;
  } catch (error) {
    showProblem(error.message);
    return false;
  }
}
