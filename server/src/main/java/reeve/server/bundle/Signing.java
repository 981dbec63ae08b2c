package reeve.server.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reeve.server.bundle.make.MakeException;
import reeve.server.bundle.make.MakeProblem;
import reeve.server.bundle.make.Spool;
import reeve.server.platform.ServerSettings;

/** Signs manifests, and publishes with what. */
@Component
final class Signing implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

  private final BundleSettings settings;
  private final ServerSettings server;
  private final InstantSource clock;
  private @Nullable SigningKey key;

  Signing(BundleSettings settings, ServerSettings server, InstantSource clock) {
    this.settings = settings;
    this.server = server;
    this.clock = clock;
  }

  /** Whether this process has a place for a key. */
  boolean possible() {
    return settings.key() != null;
  }

  private synchronized SigningKey key() throws IOException {
    SigningKey known = key;
    if (known == null) {
      Path file = settings.key();
      if (file == null) {
        throw new IOException("this process has no place for a key");
      }
      known = SigningKey.at(file, server.squareUrl(), clock.instant());
      if (settings.publicDir() != null) {
        known.publish(settings.publicDir());
      }
      key = known;
    }
    return known;
  }

  /** The digest of the certificate, by which others name it; empty where there is none. */
  Optional<String> fingerprint() {
    try {
      return possible() ? Optional.of(key().fingerprint()) : Optional.empty();
    } catch (IOException e) {
      LOG.warn("evidence bundles cannot be signed: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Puts the signature beside the manifest. */
  byte[] sign(Path folder) throws MakeException {
    try {
      byte[] manifest = Files.readAllBytes(folder.resolve(Spool.MANIFEST));
      Files.write(folder.resolve(Spool.SIGNATURE), key().sign(manifest));
      return manifest;
    } catch (IOException e) {
      throw new MakeException(
          MakeProblem.SIGNATURE, "The bundle could not be signed: " + e.getMessage());
    }
  }

  /** The certificate is public before the first bundle is. */
  @Override
  public void start() {
    fingerprint();
  }

  @Override
  public void stop() {}

  @Override
  public boolean isRunning() {
    return false;
  }
}
