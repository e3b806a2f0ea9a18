import { expect, test } from '@jest/globals';
import { textsIn } from './twiml.js';

test.each([
  ['nothing', '<?xml version="1.0" encoding="UTF-8"?><Response/>', []],
  ['a message', '<Response><Message>Hello</Message></Response>', ['Hello']],
  ['a message with a body', '<Response><Message to="+1"><Body> Hello </Body></Message></Response>', ['Hello']],
  ['two messages', '<Response><Message>a</Message><Message>b</Message></Response>', ['a', 'b']],
  [
    'entities, each decoded once',
    '<Message>&lt;b&gt; &amp;amp; &#233; &#x20AC; &other;</Message>',
    ['<b> &amp; é € &other;'],
  ],
])('TwiML with %s', (_what, twiml, texts) => {
  expect(textsIn(twiml)).toEqual(texts);
});
