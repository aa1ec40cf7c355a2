// Requests under way: those that take long enough to be seen.

import { byId, element, foreign, reconcile } from './dom.js';
import { ask } from './live.js';
import { shortened } from './exchange.js';

/** Shows what has no answer yet. */
export async function readRequests() {
  const requests = await ask('GET', 'requests');
  byId('under-way-part').hidden = requests.length === 0;
  reconcile(byId('under-way'), requests, request => request.requestId, make, update);
}

function make(request) {
  return element('li', { class: 'under-way' },
    foreign('span', request.method, { class: 'method' }),
    foreign('span', shortened(request), { class: 'path' }),
    element('span', { class: 'extent' }));
}

function update(row, request) {
  row.querySelector('.extent').textContent = `for ${(request.milliseconds / 1000).toFixed(1)} s`;
}
