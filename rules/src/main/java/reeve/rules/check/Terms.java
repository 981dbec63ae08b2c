package reeve.rules.check;

import java.time.LocalDate;
import reeve.rules.schema.Schema;

/**
 * What a rule set is checked against.
 *
 * @param today the day (UTC) on which rules may have expired
 */
public record Terms(Schema schema, Clauses clauses, Phrasing phrasing, LocalDate today) {}
