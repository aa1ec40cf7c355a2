// Where clients connect and log in, and which certificate they have to trust.

import { byId, makeCopying } from './dom.js';
import { ask } from './live.js';

/** Shows what a client needs; the answer is where it logs in, if anywhere. */
export async function showHosts() {
  const url = `${location.origin}/v1.0`;
  byId('graph-url').textContent = url;
  makeCopying(byId('copy-graph-url'), 'the URL of Graph', () => url, () => byId('graph-url'));
  const { login, certificate } = await ask('GET', 'hosts');
  if (login !== undefined) {
    byId('login').hidden = false;
    byId('login-url').textContent = login;
    makeCopying(byId('copy-login-url'), 'the URL of the login', () => login, () => byId('login-url'));
  }
  if (certificate !== undefined) {
    byId('certificate').hidden = false;
    byId('certificate-pem').textContent = certificate;
    makeCopying(byId('copy-certificate'), 'the certificate', () => certificate, () => byId('certificate-pem'));
  }
  return login;
}
