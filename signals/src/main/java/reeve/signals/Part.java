package reeve.signals;

/**
 * A stretch of a text that stands for something.
 *
 * @param from its first index
 * @param to the index behind it
 * @param value of a mention the handle in lower case, with {@code @} and the host where one was
 *     written; of a hashtag what stands behind {@code #}; of a link its {@linkplain Host#ascii
 *     host}
 * @param rest where the path of a link begins, else {@code to}
 */
record Part(Kind kind, int from, int to, String value, int rest) {
  enum Kind {
    MENTION,
    HASHTAG,
    LINK
  }
}
