package reeve.server.banks;

import reeve.signals.media.BankEntry;

/**
 * An entry with its row's id.
 *
 * @param id names it on pages and in records
 */
record Known(long id, BankEntry entry) {}
