// Elements made and kept up to date. Data comes in as text nodes and attribute values, never as markup.

/** Makes an element. Attributes named on... are listeners; children are elements or texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** Characters that would not show, or would make others show in another order than they are in. */
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text of somebody else's choice with everything in it to be seen. */
export function visible(text) {
  return text.replace(DECEIVING, character => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The same for a text in which lines end and tabs stand. */
export function visibleLines(text) {
  return text.split(/(\r?\n|\t)/).map(part => (/^(\r?\n|\t)$/.test(part) ? part.replace('\r', '') : visible(part))).join('');
}

/** An element that holds a name, an id or a value of somebody else's choice. Its lines break behind slashes first. */
export function foreign(tag, text, attributes = {}) {
  const parts = visible(text).split(/(?<=\/)/);
  return element(tag, attributes,
    element('bdi', {}, ...parts.flatMap((part, index) => (index === 0 ? [part] : [element('wbr'), part]))));
}

/** A path whose ids fill no lines: of each long one the beginning and the end. The whole is its title. */
export function shortPath(path, attributes = {}) {
  const short = path.replace(/[^/]{25,}/g, id => `${id.slice(0, 10)}…${id.slice(-6)}`);
  return foreign('code', short, { class: 'path', title: visible(path), ...attributes });
}

/**
 * Makes the children of an element those of the entries, in their order. Children of entries that stay are kept, with the
 * focus and whatever else they have.
 */
export function reconcile(parent, entries, keyOf, make, update = () => {}) {
  const wanted = new Set(entries.map(keyOf));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key)) {
      present.set(child.dataset.key, child);
    } else {
      child.remove();
    }
  }
  let place = parent.firstElementChild;
  for (const entry of entries) {
    const key = keyOf(entry);
    const child = present.get(key) ?? make(entry);
    child.dataset.key = key;
    update(child, entry);
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
  }
}

export function byId(id) {
  return document.getElementById(id);
}

/** Says something to those who do not see the page change. */
export function announce(text) {
  byId('trouble').hidden = true;
  byId('announcement').textContent = text;
}

/** Says to everybody what did not work, until something does. */
export function complain(text) {
  byId('trouble').hidden = false;
  byId('trouble').textContent = text;
}

/** A button that copies a text; where the browser keeps its clipboard from pages, the element's text is selected instead. */
export function copyButton(what, textOf, fallback) {
  const button = element('button', { type: 'button', class: 'quiet' }, 'Copy', element('span', { class: 'hidden' }, ` ${what}`));
  makeCopying(button, what, textOf, fallback);
  return button;
}

/** Lets a button that is there already copy. */
export function makeCopying(button, what, textOf, fallback) {
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(textOf());
      button.firstChild.textContent = 'Copied';
      setTimeout(() => { button.firstChild.textContent = 'Copy'; }, 1500);
      announce(`Copied ${what}`);
    } catch {
      const element = fallback();
      element.textContent = textOf();
      getSelection().selectAllChildren(element);
      announce(`Selected ${what}`);
    }
  });
}

const counts = new Intl.NumberFormat('en');

/** A number of bytes, exactly. */
export function exactBytes(count) {
  return count === 1 ? '1 byte' : `${counts.format(count)} bytes`;
}

/** A number of bytes in a few characters; MB are millions, as everywhere in this project. */
export function roughBytes(count) {
  if (count < 1000) {
    return `${count} B`;
  }
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
