/** HTTP: who calls, what they may, how a refusal looks. */
@NullMarked
package reeve.square.web;

import org.jspecify.annotations.NullMarked;
