// One request with its answer: a row that opens to show its headers and small bodies.

import { element, exactBytes, foreign, roughBytes, visibleLines } from './dom.js';
import { ask } from './live.js';

const REASONS = { 0: 'no answer' };

/** The row of an exchange. */
export function makeExchange(exchange) {
  const details = element('details', {}, summary(exchange));
  // Most are never opened.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(detail(exchange));
      showBodies(exchange, details.lastChild);
    }
  });
  return element('li', { class: 'exchange' }, details);
}

function summary(exchange) {
  return element('summary', {},
    element('span', { class: 'time' }, timeOf(exchange)),
    foreign('span', exchange.method, { class: 'method' }),
    foreign('span', shortened(exchange), { class: 'path' }),
    element('span', { class: `status ${judgement(exchange.status)}` }, REASONS[exchange.status] ?? exchange.status),
    element('span', { class: 'extent' }, extent(exchange)),
    ...(exchange.errorCode === '' ? [] : [error(exchange)]),
    ...(exchange.fault === '' ? [] : [foreign('span', exchange.fault, { class: 'tag struck' })]),
    // Graph might have done it: whoever reads a 501 must not take it for Graph's.
    ...(exchange.notImplemented === '' ? [] : [missing(exchange.notImplemented)]));
}

function error(exchange) {
  return element('span', { class: 'error' }, foreign('code', exchange.errorCode), ' ', foreign('span', exchange.errorMessage));
}

function missing(what) {
  return element('span', { class: 'tag missing' }, 'not implemented here: ', foreign('span', what));
}

function timeOf(exchange) {
  return new Date(exchange.started).toLocaleTimeString('en-GB');
}

function judgement(status) {
  return status >= 200 && status < 400 ? 'fine' : status >= 400 && status < 500 ? 'refused' : 'broken';
}

/** The end of a path says what is asked. Ids fill lines and tell a reader nothing: only their beginnings stay. */
export function shortened(exchange) {
  const segments = exchange.path.replace(/^\/v1\.0/, '').split('/');
  const telling = exchange.host === 'GRAPH' ? 4 : 2;
  const path = segments.length > telling + 1 ? ['…', ...segments.slice(-telling)] : segments;
  return path.join('/').replace(/[\w%.~+=@-]{25,}/g, id => `${id.slice(0, 8)}…`);
}

/** What was sent, in the words that say most. */
function extent(exchange) {
  const range = exchange.requestHeaders['content-range'];
  const sent = range?.replace(/^bytes /, '') ?? (exchange.requestBytes > 0 ? roughBytes(exchange.requestBytes) : '');
  return [sent, `${exchange.milliseconds} ms`].filter(text => text !== '').join(' · ');
}

function detail(exchange) {
  const query = exchange.query === '' ? '' : `?${exchange.query}`;
  return element('div', { class: 'detail' },
    foreign('p', `${exchange.method} ${exchange.path}${query}`, { class: 'whole' }),
    list([
      ['host', exchange.host.toLowerCase()],
      ['status', exchange.status === 0 ? 'the connection ended without an answer' : String(exchange.status)],
      ['started', exchange.started],
      ['first byte of the answer after', `${exchange.milliseconds} ms`],
      ['bytes of the request read', exactBytes(exchange.requestBytes)],
      ['bytes of the answer', answerBytes(exchange)],
      ['error', [exchange.errorCode, exchange.errorMessage].filter(text => text !== '').join(': ')],
      ['fault', exchange.fault],
      ['not implemented here', exchange.notImplemented],
    ]),
    element('h3', {}, 'Request headers'),
    list(Object.entries(exchange.requestHeaders).sort()),
    element('h3', {}, 'Answer headers'),
    list(Object.entries(exchange.responseHeaders).sort()));
}

/** Bodies are asked for when somebody wants to see them. */
async function showBodies(exchange, shown) {
  try {
    const { requestBody, responseBody } = await ask('GET', `exchanges/${exchange.requestId}`);
    shown.querySelector('h3').before(...body('Request body', requestBody), ...body('Answer body', responseBody));
  } catch {
    // It is forgotten meanwhile, or the emulator is gone, which the page says elsewhere.
  }
}

function body(title, json) {
  return json === undefined ? [] : [
    element('h3', {}, title),
    element('pre', { class: 'body', tabindex: 0, 'aria-label': title }, visibleLines(JSON.stringify(json, null, 2)))];
}

function answerBytes(exchange) {
  const length = exchange.responseHeaders['content-length'];
  return length === undefined ? '' : exactBytes(Number(length));
}

function list(entries) {
  return element('dl', {}, ...entries
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) => [foreign('dt', name), foreign('dd', value)]));
}
