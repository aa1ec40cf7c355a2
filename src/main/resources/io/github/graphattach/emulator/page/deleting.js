// Buttons that delete one thing.

import { announce, byId, complain, element, foreign } from './dom.js';
import { ask } from './live.js';

/** A button that deletes what the control request names. */
export function deleteButton(name, resource) {
  return element('button', { type: 'button', class: 'quiet danger', onclick: () => remove(name, resource) },
    'Delete', foreign('span', ` ${name}`, { class: 'hidden' }));
}

async function remove(name, resource) {
  try {
    await ask('DELETE', resource);
    announce(`${name} is deleted`);
    // The button goes with its row; who uses a keyboard goes on from the list.
    byId('mailboxes-title').focus();
  } catch (error) {
    complain(`${name} could not be deleted: ${error.message}`);
  }
}
