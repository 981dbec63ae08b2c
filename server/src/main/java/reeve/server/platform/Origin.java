package reeve.server.platform;

/**
 * Where an account or a post comes from. Sample and imported ones are marked on every page and
 * never mixed with real figures.
 */
public enum Origin {
  LIVE,
  SAMPLE,
  IMPORTED
}
