/** OAuth 2: applications, codes and tokens. */
@NullMarked
package reeve.square.oauth;

import org.jspecify.annotations.NullMarked;
