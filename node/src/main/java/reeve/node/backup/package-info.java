/**
 * A logical copy of a Reeve in one file: tables of one snapshot over {@code COPY}, pictures and
 * keys, packed as a gzipped tar and encrypted with a passphrase as an OpenPGP message (RFC 4880
 * symmetric encryption with integrity), so that {@code gpg --decrypt} opens it too. It moves a
 * Reeve between an embedded and an own PostgreSQL, and between PostgreSQL versions.
 */
@NullMarked
package reeve.node.backup;

import org.jspecify.annotations.NullMarked;
