// The latest requests and their answers, newest first, all of them or those that somebody looks for.

import { byId, reconcile } from './dom.js';
import { makeExchange } from './exchange.js';

/** How many are kept here to be looked for. */
export const MOST_KEPT = 1000;

/** How many are listed. More would make the page slow and the reader no wiser. */
const MOST_LISTED = 200;

/** How often the list is drawn at most: a client in full flight makes a thousand requests a second. */
const DRAW_MILLIS = 250;

let latest = [];
let drawing = false;
let hasMore = false;

/** Lets the reader look for some of them. */
export function prepareExchanges() {
  byId('exchange-search').addEventListener('input', draw);
  byId('errors-only').addEventListener('change', draw);
}

/** Forgets all, before they are asked for again. */
export function forgetExchanges() {
  latest = [];
}

/** Shows what was recorded, oldest first, and what has been added since it was asked for. */
export function showExchanges(recorded) {
  const ids = new Set(recorded.map(exchange => exchange.requestId));
  const newer = latest.filter(exchange => !ids.has(exchange.requestId));
  latest = [...newer, ...[...recorded].reverse()].slice(0, MOST_KEPT);
  hasMore = latest.length === MOST_KEPT;
  draw();
}

/** Adds one to the list. */
export function exchangeEnded(exchange) {
  if (latest.some(known => known.requestId === exchange.requestId)) {
    return;
  }
  latest.unshift(exchange);
  if (latest.length > MOST_KEPT) {
    hasMore = true;
    latest = firstAndOpen(latest, MOST_KEPT);
  }
  draw();
}

/** So many, and any that somebody reads. */
function firstAndOpen(exchanges, count) {
  const open = new Set([...byId('exchange-list').querySelectorAll('details[open]')]
    .map(details => details.parentElement.dataset.key));
  return exchanges.filter((exchange, index) => index < count || open.has(exchange.requestId));
}

function isWanted(exchange, words) {
  const text = [exchange.method, exchange.path, exchange.query, exchange.status, exchange.errorCode, exchange.errorMessage,
    exchange.fault, exchange.notImplemented, exchange.requestId, exchange.requestHeaders['client-request-id']]
    .join(' ').toLowerCase();
  const isError = exchange.status === 0 || exchange.status >= 400;
  return (isError || !byId('errors-only').checked) && words.every(word => text.includes(word));
}

function draw() {
  if (!drawing) {
    drawing = true;
    setTimeout(() => {
      drawing = false;
      render();
    }, DRAW_MILLIS);
  }
}

function render() {
  const words = byId('exchange-search').value.toLowerCase().split(/\s+/).filter(word => word !== '');
  const wanted = latest.filter(exchange => isWanted(exchange, words));
  const listed = firstAndOpen(wanted, MOST_LISTED);
  byId('no-exchanges').hidden = latest.length > 0;
  byId('no-exchange-found').hidden = latest.length === 0 || wanted.length > 0;
  byId('exchange-count').textContent = wanted.length === latest.length ? '' : `${wanted.length} of ${latest.length}`;
  byId('more-exchanges').hidden = !hasMore && listed.length === wanted.length;
  reconcile(byId('exchange-list'), listed, exchange => exchange.requestId, makeExchange);
}
