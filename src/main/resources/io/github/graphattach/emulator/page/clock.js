// The emulator's clock: what it says, and how it is moved.

import { announce, byId, complain } from './dom.js';
import { ask } from './live.js';

/** What the clock said, and when that was here. */
let said = { now: Date.now(), at: performance.now(), ahead: 'PT0S' };

/** Asks what the clock says. */
export async function readClock() {
  const { now, ahead } = await ask('GET', 'clock');
  said = { now: Date.parse(now), at: performance.now(), ahead };
  showClock();
}

/** The emulator's time in milliseconds since 1970. */
export function emulatorNow() {
  return said.now + performance.now() - said.at;
}

/** Shows what the clock says now. */
export function showClock() {
  byId('clock-now').textContent = new Date(emulatorNow()).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  byId('clock-ahead').textContent = said.ahead === 'PT0S' ? '' : `moved by ${said.ahead.slice(2).toLowerCase()}`;
}

/** Lets the buttons move the clock. */
export function prepareClock() {
  for (const button of byId('clock-steps').querySelectorAll('button')) {
    button.addEventListener('click', async () => {
      try {
        await ask('POST', 'clock', { advance: button.value });
        await readClock();
        announce(`The clock says ${byId('clock-now').textContent}`);
      } catch (error) {
        complain(`The clock could not be moved: ${error.message}`);
      }
    });
  }
}
