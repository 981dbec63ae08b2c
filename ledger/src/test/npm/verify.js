// Checks proofs (C2SP tlog-proof, the entry as extra data) with @sigstore/verify's own functions:
// node verify.js MODULES KEY-AS-DER-IN-BASE64 PROOF...
const fs = require('fs');
const path = require('path');
const crypto = require('crypto');

const modules = process.argv[2];
const dist = path.join(modules, '@sigstore', 'verify', 'dist', 'timestamp');
const { verifyMerkleInclusion } = require(path.join(dist, 'merkle.js'));
const { verifyCheckpoint } = require(path.join(dist, 'checkpoint.js'));
const publicKey = crypto.createPublicKey({
  key: Buffer.from(process.argv[3], 'base64'), format: 'der', type: 'spki',
});

for (const file of process.argv.slice(4)) {
  const text = fs.readFileSync(file, 'utf8');
  const blank = text.indexOf('\n\n');
  const lines = text.slice(0, blank).split('\n');
  const envelope = text.slice(blank + 2);
  const checkpoint = envelope.split('\n');
  const keyHint = Buffer.from(envelope.match(/\u2014 \S+ (\S+)\n/)[1], 'base64').subarray(0, 4);
  const entry = {
    integratedTime: '0',
    canonicalizedBody: Buffer.from(lines[1].split(' ')[1], 'base64'),
    inclusionProof: {
      logIndex: lines[2].split(' ')[1],
      treeSize: checkpoint[1],
      hashes: lines.slice(3).map((line) => Buffer.from(line, 'base64')),
      rootHash: Buffer.from(checkpoint[2], 'base64'),
      checkpoint: { envelope },
    },
  };
  const log = {
    logID: keyHint, publicKey, validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
  try {
    verifyMerkleInclusion(entry);
    verifyCheckpoint(entry, [log]);
    console.log('good');
  } catch (e) {
    console.log('refused: ' + e.message);
  }
}
