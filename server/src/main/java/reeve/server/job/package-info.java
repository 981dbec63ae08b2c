/** Processes of their own for heavy work: their death fails the work, and nothing else. */
@NullMarked
package reeve.server.job;

import org.jspecify.annotations.NullMarked;
