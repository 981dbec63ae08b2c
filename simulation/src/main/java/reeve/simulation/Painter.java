package reeve.simulation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pictures drawn by code alone: no fonts, so that they need nothing of the machine and are the same
 * everywhere.
 */
enum Painter {
  AVATAR("avatar", 24, 160, 160, "png") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      fill(g, dice.pick(GENTLE), 160, 160);
      Color ink = dice.pick(STRONG);
      // A five by five pattern, mirrored, as many networks give to those without a picture
      for (int x = 0; x < 3; x++) {
        for (int y = 0; y < 5; y++) {
          if (dice.chance(0.5)) {
            g.setColor(dice.chance(0.8) ? ink : ink.darker());
            g.fillRect(15 + x * 26, 15 + y * 26, 26, 26);
            g.fillRect(15 + (4 - x) * 26, 15 + y * 26, 26, 26);
          }
        }
      }
    }
  },
  LANDSCAPE("landscape", 10, 800, 600, "jpg") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      Color sky = dice.pick(GENTLE);
      g.setPaint(new GradientPaint(0, 0, dice.pick(SKIES), 0, 420, sky));
      g.fillRect(0, 0, 800, 600);
      g.setColor(new Color(255, 244, 214));
      int sun = dice.between(40, 90);
      g.fill(new Ellipse2D.Double(dice.between(80, 660), dice.between(60, 220), sun, sun));
      Color ground = dice.pick(GROUNDS);
      for (int ridge = 0; ridge < 4; ridge++) {
        g.setColor(mix(sky, ground, (ridge + 1) / 4.0));
        g.fill(ridge(260 + ridge * 75, 70 - ridge * 12, dice));
      }
    }

    private Path2D ridge(int base, int height, Dice dice) {
      Path2D path = new Path2D.Double();
      path.moveTo(0, 600);
      double first = 1 + dice.unit() * 2;
      double second = 4 + dice.unit() * 5;
      double shift = dice.unit() * 6;
      for (int x = 0; x <= 800; x += 8) {
        double t = x / 800.0;
        double y = StrictMath.sin(t * first * 3 + shift) + 0.35 * StrictMath.sin(t * second * 4);
        path.lineTo(x, base + y * height);
      }
      path.lineTo(800, 600);
      path.closePath();
      return path;
    }
  },
  PLATE("plate", 8, 640, 640, "jpg") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      fill(g, dice.pick(TABLES), 640, 640);
      g.setColor(new Color(0, 0, 0, 40));
      g.fill(new Ellipse2D.Double(70, 82, 510, 510));
      g.setColor(new Color(250, 248, 242));
      g.fill(new Ellipse2D.Double(64, 64, 512, 512));
      g.setColor(new Color(228, 224, 214));
      g.setStroke(new BasicStroke(6));
      g.draw(new Ellipse2D.Double(124, 124, 392, 392));
      Color[] foods = {dice.pick(FOODS), dice.pick(FOODS), dice.pick(FOODS)};
      for (int i = 0; i < 60; i++) {
        double angle = dice.unit() * 6.283;
        double far = StrictMath.sqrt(dice.unit()) * 150;
        double size = 22 + dice.unit() * 46;
        g.setColor(mix(foods[dice.below(3)], Color.WHITE, dice.unit() * 0.3));
        g.fill(
            new Ellipse2D.Double(
                320 + StrictMath.cos(angle) * far - size / 2,
                320 + StrictMath.sin(angle) * far - size / 2,
                size,
                size * (0.6 + dice.unit() * 0.4)));
      }
    }
  },
  CHART("chart", 6, 800, 500, "png") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      fill(g, new Color(252, 252, 250), 800, 500);
      g.setColor(new Color(220, 222, 226));
      for (int y = 100; y <= 420; y += 64) {
        g.fillRect(70, y, 680, 2);
      }
      Lettering.write(g, dice.pick(List.of("PER WEEK", "INDEX", "SHARE")), 70, 40, 4, Color.GRAY);
      Color ink = dice.pick(STRONG);
      double level = 60 + dice.unit() * 120;
      for (int bar = 0; bar < 12; bar++) {
        level = Math.max(20, Math.min(310, level + (dice.unit() - 0.42) * 90));
        g.setColor(bar == 11 ? ink.darker() : ink);
        g.fillRect(84 + bar * 55, (int) (420 - level), 38, (int) level);
      }
      g.setColor(Color.DARK_GRAY);
      g.fillRect(70, 420, 680, 3);
    }
  },
  COVER("cover", 10, 480, 720, "png") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      Color cloth = dice.pick(STRONG);
      fill(g, cloth, 480, 720);
      g.setColor(cloth.darker());
      g.fillRect(0, 0, 26, 720);
      for (int i = dice.between(3, 7); i > 0; i--) {
        g.setColor(mix(cloth, dice.pick(GENTLE), 0.3 + dice.unit() * 0.6));
        int size = dice.between(60, 260);
        if (dice.chance(0.5)) {
          g.fill(new Ellipse2D.Double(dice.between(40, 300), dice.between(230, 480), size, size));
        } else {
          g.fillRect(dice.between(40, 300), dice.between(230, 480), size, size / 2);
        }
      }
      Lettering.write(g, "THE " + dice.pick(ADJECTIVES), 56, 70, 5, new Color(250, 244, 226));
      Lettering.write(g, dice.pick(NOUNS), 56, 130, 7, new Color(250, 244, 226));
      Lettering.write(g, "A NOVEL", 56, 655, 3, new Color(250, 244, 226));
    }
  },
  FILM("film", 8, 480, 720, "png") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      g.setPaint(new GradientPaint(0, 0, dice.pick(STRONG).darker(), 0, 720, Color.BLACK));
      g.fillRect(0, 0, 480, 720);
      g.setColor(new Color(255, 220, 150, 210));
      int glow = dice.between(120, 260);
      g.fill(new Ellipse2D.Double(240 - glow / 2.0, 250 - glow / 2.0, glow, glow));
      g.setColor(Color.BLACK);
      g.fill(new Ellipse2D.Double(215, 300, 50, 50));
      g.fillRect(222, 345, 36, 150);
      g.fillRect(0, 480, 480, 240);
      Lettering.write(g, dice.pick(ADJECTIVES), 40, 530, 7, Color.WHITE);
      Lettering.write(g, dice.pick(NOUNS), 40, 595, 7, Color.WHITE);
      Lettering.write(g, "ONLY IN CINEMAS", 40, 670, 3, new Color(255, 220, 150));
    }
  },
  POSTER("poster", 6, 600, 800, "png") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      fill(g, dice.pick(GENTLE), 600, 800);
      Color ink = dice.pick(STRONG);
      g.setColor(ink);
      g.fillRect(0, 0, 600, 210);
      Lettering.write(
          g, dice.pick(List.of("MARCH", "LISTEN", "TALK TO US")), 50, 70, 9, Color.WHITE);
      Lettering.write(g, dice.pick(List.of("WE ARE HERE", "SATURDAY", "ALL DAY")), 50, 270, 6, ink);
      for (int i = 0; i < 7; i++) {
        int x = 50 + i * 74;
        int y = 520 - dice.between(0, 60);
        g.setColor(mix(ink, Color.WHITE, dice.unit() * 0.5));
        g.fill(new Ellipse2D.Double(x, y, 50, 50));
        g.fill(new Ellipse2D.Double(x - 10, y + 56, 70, 260));
      }
    }
  },
  CRIMSON("crimson", 6, 600, 600, "png") {
    @Override
    void draw(Graphics2D g, Dice dice) {
      Color red = new Color(dice.between(140, 190), dice.between(10, 30), dice.between(30, 50));
      g.setPaint(new GradientPaint(0, 0, new Color(30, 6, 14), 0, 600, red));
      g.fillRect(0, 0, 600, 600);
      g.setColor(new Color(255, 196, 110, 70));
      for (int ray = 0; ray < 12; ray++) {
        double angle = Math.PI * (ray + dice.unit() * 0.5) / 12;
        Path2D beam = new Path2D.Double();
        beam.moveTo(300, 400);
        beam.lineTo(300 + 600 * StrictMath.cos(angle), 400 - 600 * StrictMath.sin(angle));
        beam.lineTo(
            300 + 600 * StrictMath.cos(angle + 0.1), 400 - 600 * StrictMath.sin(angle + 0.1));
        beam.closePath();
        g.fill(beam);
      }
      g.setColor(new Color(255, 170, 90));
      g.fill(new Ellipse2D.Double(210, 310, 180, 180));
      g.setColor(new Color(24, 4, 10));
      g.fillRect(0, 400, 600, 200);
      Color pale = new Color(255, 214, 170);
      Lettering.write(g, "CRIMSON DAWN", 54, 440, 7, pale);
      String line =
          dice.pick(List.of("NO MORE CLOCKS", "THE HOUR IS RED", "PROVINCE OF THE SQUARE"));
      Lettering.write(g, line, 54, 520, 3, pale);
    }
  };

  private static final List<Color> GENTLE =
      List.of(
          new Color(246, 226, 196),
          new Color(214, 232, 224),
          new Color(226, 222, 242),
          new Color(250, 218, 210),
          new Color(220, 234, 246),
          new Color(238, 240, 208));
  private static final List<Color> STRONG =
      List.of(
          new Color(38, 70, 120),
          new Color(28, 104, 92),
          new Color(150, 74, 40),
          new Color(96, 56, 128),
          new Color(170, 52, 84),
          new Color(70, 92, 40));
  private static final List<Color> SKIES =
      List.of(
          new Color(96, 150, 206),
          new Color(232, 150, 110),
          new Color(70, 86, 140),
          new Color(150, 190, 210));
  private static final List<Color> GROUNDS =
      List.of(
          new Color(36, 78, 52),
          new Color(62, 70, 98),
          new Color(112, 78, 46),
          new Color(24, 70, 84));
  private static final List<Color> TABLES =
      List.of(new Color(146, 104, 68), new Color(62, 66, 72), new Color(196, 206, 198));
  private static final List<Color> FOODS =
      List.of(
          new Color(196, 62, 40),
          new Color(86, 136, 52),
          new Color(226, 168, 62),
          new Color(142, 92, 52),
          new Color(238, 222, 180),
          new Color(122, 58, 92));
  private static final List<String> ADJECTIVES =
      List.of("SILENT", "LAST", "BURNING", "SECOND", "PAPER", "HIDDEN", "FALLING", "LONG");
  private static final List<String> NOUNS =
      List.of("HARBOUR", "REVOLT", "WINTER", "GARDEN", "SIEGE", "LETTER", "BRIDGE", "MOON");

  private final String kind;
  private final int count;
  private final int width;
  private final int height;
  private final String format;

  Painter(String kind, int count, int width, int height, String format) {
    this.kind = kind;
    this.count = count;
    this.width = width;
    this.height = height;
    this.format = format;
  }

  abstract void draw(Graphics2D g, Dice dice);

  String kind() {
    return kind;
  }

  int count() {
    return count;
  }

  String format() {
    return format;
  }

  BufferedImage paint(Dice dice) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    draw(g, dice);
    g.dispose();
    return picture;
  }

  private static void fill(Graphics2D g, Color color, int width, int height) {
    g.setColor(color);
    g.fillRect(0, 0, width, height);
  }

  /** {@code part} of the second colour, the rest of the first. */
  private static Color mix(Color first, Color second, double part) {
    return new Color(
        (int) (first.getRed() + (second.getRed() - first.getRed()) * part),
        (int) (first.getGreen() + (second.getGreen() - first.getGreen()) * part),
        (int) (first.getBlue() + (second.getBlue() - first.getBlue()) * part));
  }
}
