// A mail and a meeting by Microsoft's JavaScript client, from the first request to the last. Usage: node pipeline.mjs GRAPH-URL
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Client, FileUpload, LargeFileUploadTask, PageIterator } from '@microsoft/microsoft-graph-client';

const { origin, hostname } = new URL(process.argv[2]);
// It sends a token by TLS only, and to hosts that it knows; the upload host, which wants none, has another name.
const graph = Client.init({
    baseUrl: `${origin}/`,
    customHosts: new Set([hostname]),
    authProvider: (done) => done(null, 'any'),
});
const job = 'String {6d5c3f0e-6f7b-4f0e-9a52-0d7a1f1c2b3d} Name job';
const cfo = { emailAddress: { address: 'cfo@contoso.com' } };
let passed = 0;

async function test(name, body) {
    await body();
    passed++;
    console.log(`ok: ${name}`);
}

async function advance(duration) {
    const reply = await fetch(`${origin}/_emulator/clock`, { method: 'POST', body: JSON.stringify({ advance: duration }) });
    assert.equal(reply.status, 204);
}

await test('a draft is marked, gets its files, is sent and found', async () => {
    const draft = await graph.api('/me/messages').post({
        subject: 'Report',
        body: { contentType: 'html', content: '<p>Hello</p>' },
        toRecipients: [cfo],
        singleValueExtendedProperties: [{ id: job, value: '42' }],
    });
    assert.equal(draft.isDraft, true);
    const item = `/me/messages/${draft.id}`;
    await graph.api(`${item}/attachments`).post({
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'small.txt',
        contentBytes: Buffer.from('small').toString('base64'),
    });

    const large = randomBytes(5_000_000);
    const session = await LargeFileUploadTask.createUploadSession(graph, `${item}/attachments/createUploadSession`, {
        AttachmentItem: { attachmentType: 'file', name: 'large.bin', size: large.length },
    });
    const file = new FileUpload(large, 'large.bin', large.length);
    await new LargeFileUploadTask(graph, file, session, { rangeSize: 1_310_720 }).upload();

    const whole = await graph
        .api(item)
        .expand(['attachments', `singleValueExtendedProperties($filter=id eq '${job}')`])
        .get();
    assert.deepEqual(whole.attachments.map((one) => one.name), ['small.txt', 'large.bin']);
    assert.ok(Buffer.from(whole.attachments[1].contentBytes, 'base64').equals(large), 'the bytes are the same');
    assert.equal(whole.singleValueExtendedProperties[0].value, '42');

    await graph.api(`${item}/send`).post({});
    await advance('PT1M');

    const sent = await graph
        .api('/me/mailFolders/sentitems/messages')
        .filter(`singleValueExtendedProperties/Any(ep: ep/id eq '${job}' and ep/value eq '42')`)
        .get();
    assert.equal(sent.value.length, 1);
    assert.equal(sent.value[0].isDraft, false);
    const received = await graph
        .api('/users/cfo@contoso.com/mailFolders/inbox/messages')
        .filter(`internetMessageId eq '${draft.internetMessageId}'`)
        .get();
    assert.equal(received.value[0].hasAttachments, true);
});

await test('the page iterator sees every page', async () => {
    for (let number = 0; number < 25; number++) {
        await graph.api('/me/messages').post({ subject: `page ${number}` });
    }
    const first = await graph.api('/me/messages').filter("startswith(subject,'page')").top(7).select('subject').get();
    const seen = new Set();
    await new PageIterator(graph, first, (message) => seen.add(message.subject)).iterate();
    assert.equal(seen.size, 25);
});

await test('an occurrence is found by its date, gets a file and is updated', async () => {
    const series = await graph.api('/me/events').post({
        subject: 'Board',
        start: { dateTime: '2027-03-01T09:00:00', timeZone: 'W. Europe Standard Time' },
        end: { dateTime: '2027-03-01T10:00:00', timeZone: 'W. Europe Standard Time' },
        recurrence: {
            pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
            range: { type: 'numbered', startDate: '2027-03-01', numberOfOccurrences: 8 },
        },
        attendees: [{ ...cfo, type: 'required' }],
    });
    const occurrences = await graph
        .api(`/me/events/${series.id}/instances`)
        .query({ startDateTime: '2027-03-20T00:00:00', endDateTime: '2027-04-10T00:00:00' })
        .header('Prefer', 'outlook.timezone="Europe/Berlin"')
        .get();
    assert.deepEqual(occurrences.value.map((one) => one.start.dateTime.slice(0, 16)), [
        '2027-03-22T09:00',
        '2027-03-29T09:00',
        '2027-04-05T09:00',
    ]);
    const occurrence = `/me/events/${occurrences.value[1].id}`;
    await graph.api(`${occurrence}/attachments`).post({
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'agenda.txt',
        contentBytes: Buffer.from('agenda').toString('base64'),
    });
    const updated = await graph.api(occurrence).patch({ subject: 'Board, with agenda' });
    assert.equal(updated.type, 'exception');
    const mails = await (await fetch(`${origin}/_emulator/meetingMails`)).json();
    assert.match(JSON.stringify(mails), /agenda\.txt/);
});

console.log(`${passed} passed, 0 failed`);
