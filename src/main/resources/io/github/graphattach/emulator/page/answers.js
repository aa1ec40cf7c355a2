// How the emulator answers where the service varies: each setting with what it can be.

import { announce, byId, complain, element, foreign, reconcile } from './dom.js';
import { ask } from './live.js';

/** Defaults and choices, which stay while the emulator runs. */
let choices;

/** Shows the settings as they are now. */
export async function readAnswers() {
  choices ??= await ask('GET', 'answerChoices');
  const settings = flat(await ask('GET', 'answers'), choices, []);
  const changed = settings.filter(isChanged).length;
  byId('answer-count').textContent = changed === 0 ? '' : `${changed} changed`;
  reconcile(byId('answer-list'), settings, setting => setting.name, make, update);
}

function isChanged(setting) {
  return setting.value !== setting.default;
}

/** Settings may stand in groups; their names tell. */
function flat(values, described, group) {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = [...group, name];
    return typeof value === 'object' && value !== null
      ? flat(value, described?.[name], path)
      : [{ name: path.join('.'), path, value, ...described?.[name] }];
  });
}

function make(setting) {
  const control = makeControl(setting);
  control.addEventListener('change', () => set(setting.path, setting.value, control));
  return element('li', { class: 'setting' },
    element('label', {}, foreign('span', setting.name, { class: 'name' }), control),
    element('span', { class: 'state' }));
}

function makeControl(setting) {
  const label = { 'aria-label': setting.name };
  if (typeof setting.value === 'boolean') {
    return element('input', { ...label, type: 'checkbox' });
  }
  if (setting.choices !== undefined) {
    return element('select', label, ...setting.choices.map(choice => element('option', { value: choice }, choice)));
  }
  return element('input', { ...label, type: typeof setting.value === 'number' ? 'number' : 'text', autocomplete: 'off' });
}

function update(row, setting) {
  const control = row.querySelector('input, select');
  if (control.type === 'checkbox') {
    control.checked = setting.value;
  } else if (control !== document.activeElement || control.localName === 'select') {
    control.value = setting.value;
  }
  row.querySelector('.state').textContent = isChanged(setting) ? `instead of ${setting.default}` : '';
}

async function set(path, before, control) {
  const value = control.type === 'checkbox' ? control.checked : typeof before === 'number' ? Number(control.value) : control.value;
  try {
    await ask('POST', 'answers', path.reduceRight((inner, name) => ({ [name]: inner }), value));
    announce(`${path.join('.')} is ${value}`);
  } catch (error) {
    control.value = before;
    complain(`${path.join('.')} could not be set: ${error.message}`);
  }
}
