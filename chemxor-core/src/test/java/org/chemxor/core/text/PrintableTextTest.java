package org.chemxor.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What somebody else chose does nothing to a terminal or a spreadsheet. */
class PrintableTextTest {
  @Test
  void ordinaryTextStaysAsItIs() {
    for (String text :
        new String[] {"", "CC(=O)Oc1ccccc1C(=O)O", "F/C=C\\F", "Säure α 水 \ud83e\uddea", "a b"}) {
      assertThat(PrintableText.line(text)).isSameAs(text);
      assertThat(PrintableText.lines(text)).isSameAs(text);
      assertThat(PrintableText.cell(text)).isEqualTo(text);
    }
  }

  @Test
  void escapeSequencesAreWrittenOut() {
    assertThat(PrintableText.line("a\u001b[2Jb\u009b31mc\u0007\u007f\b"))
        .isEqualTo("a\\u001b[2Jb\\u009b31mc\\u0007\\u007f\\u0008");
    assertThat(PrintableText.line("ok\r\nchemxor: all is well\tx"))
        .isEqualTo("ok\\u000d\\u000achemxor: all is well\\u0009x");
  }

  @Test
  void whatChangesTheOrderOrIsNotSeenIsWrittenOut() {
    assertThat(PrintableText.line("a\u202eb\u2066c\u200bd\ufeffe\u2028f\u2029g\u00adh"))
        .isEqualTo("a\\u202eb\\u2066c\\u200bd\\ufeffe\\u2028f\\u2029g\\u00adh");
    assertThat(PrintableText.line("x\udb40\udc41y\ud800z")).isEqualTo("x\\U000e0041y\\ud800z");
  }

  @Test
  void linesKeepTheirEndsAndTabs() {
    assertThat(PrintableText.lines("a\n\tb\r\nc\rd\u001b")).isEqualTo("a\n\tb\r\nc\\u000dd\\u001b");
  }

  @Test
  void formulasBecomeText() {
    for (String formula :
        new String[] {
          "=1+1",
          "+1",
          "-1",
          "@SUM(A1)",
          " =1",
          "\uff1d1",
          "=HYPERLINK(\"http://x\")",
          "-cmd|' /C'!A"
        }) {
      assertThat(PrintableText.cell(formula)).isEqualTo("'" + formula);
    }
    assertThat(PrintableText.cell("\t=1")).isEqualTo("'\\u0009=1");
    assertThat(PrintableText.cell("\r=1")).isEqualTo("'\\u000d=1");
    assertThat(PrintableText.cell("\tx")).isEqualTo("'\\u0009x");
    assertThat(PrintableText.cell("a=b-c")).isEqualTo("a=b-c");
  }

  @Test
  void longTextIsCut() {
    assertThat(PrintableText.line("abc", 3)).isEqualTo("abc");
    assertThat(PrintableText.line("abcd\n", 3)).isEqualTo("abc...");
  }

  @Test
  void nothingOfAnyTextReachesATerminalUnseen() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      String safe = PrintableText.cell(text.toString());
      assertThat(safe.codePoints().filter(Character::isISOControl).count())
          .as("seed " + seed + ", " + i)
          .isZero();
      assertThat(safe.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT))
          .as("seed " + seed + ", " + i)
          .isFalse();
      assertThat(safe.stripLeading()).as("seed " + seed + ", " + i).doesNotMatch("(?s)[=+@-].*");
      assertThat(PrintableText.line(safe)).isEqualTo(safe);
    }
  }
}
