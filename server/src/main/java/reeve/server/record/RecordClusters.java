package reeve.server.record;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the order of reading across clusters: where the database was copied into another one, whose
 * transaction ids begin low again, its numbers go on above those that stand.
 */
@Component
final class RecordClusters {
  RecordClusters(JdbcClient jdbc) {
    jdbc.sql(
            """
            INSERT INTO record_clusters (number, cluster, base)
            SELECT coalesce(max(number), 0) + 1, here.cluster,
                   coalesce((SELECT tx::text::bigint FROM record ORDER BY tx DESC LIMIT 1), 0)
            FROM (SELECT system_identifier::text AS cluster FROM pg_catalog.pg_control_system()) here
                 LEFT JOIN record_clusters ON true
            GROUP BY here.cluster
            HAVING (array_agg(record_clusters.cluster ORDER BY number DESC))[1]
                   IS DISTINCT FROM here.cluster
            ON CONFLICT DO NOTHING
            """)
        .update();
  }
}
