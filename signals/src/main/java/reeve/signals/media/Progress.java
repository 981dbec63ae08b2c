package reeve.signals.media;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** How far a decoder came; stops it when its time is over. */
final class Progress implements IIOReadProgressListener {
  private final TimedBytes stream;
  float percent;
  boolean broke;

  Progress(TimedBytes stream) {
    this.stream = stream;
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    percent = percentageDone;
    if (stream.late()) {
      source.abort();
    }
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
