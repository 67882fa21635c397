package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.cli.guides.GuidePage;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that a guide shows is one, with options that exist. */
class GuideCommandsTest {
  /** Words, parts of which may be quoted. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

  /** Where a shell goes on to something else. */
  private static final List<String> ENDS = List.of("#", "&", "|", ">", ">>", "<", "&&", "2>&1");

  private static final String NAME = "chemxor";

  private final CommandLine chemxor = Main.commandLine();

  /**
   * The words behind {@code ./chemxor} or {@code chemxor} in a line; none where it begins with
   * anything else but settings of environment variables.
   */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    boolean within = false;
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = matcher.group();
      if (within) {
        if (ENDS.contains(word) || word.startsWith("#")) {
          break;
        }
        words.add(word.replaceAll("[\"']", ""));
      } else if (word.equals("./" + NAME) || word.equals(NAME) || word.endsWith("bin/" + NAME)) {
        within = true;
      } else if (!word.contains("=") && !word.equals("$")) {
        break;
      }
    }
    return words;
  }

  private static boolean isAbridged(List<String> words) {
    return words.stream().anyMatch(word -> word.equals("...") || word.startsWith("["));
  }

  /** What is wrong with the names of the command and its options; empty when nothing is. */
  private String wrongName(List<String> words) {
    CommandLine command = chemxor;
    int i = 0;
    while (i < words.size() && command.getSubcommands().containsKey(words.get(i))) {
      command = command.getSubcommands().get(words.get(i));
      i++;
    }
    boolean needsSubcommand = !command.getSubcommands().isEmpty();
    if (needsSubcommand && i < words.size() && words.get(i).matches("[a-z][a-z-]*")) {
      return "no command " + words.get(i);
    }
    for (String word : words.subList(i, words.size())) {
      String option = word.replaceAll("[\\[\\]]", "").replaceAll("=.*", "");
      if (option.startsWith("--") && !command.getCommandSpec().optionsMap().containsKey(option)) {
        return "no option " + option;
      }
    }
    return "";
  }

  @Test
  void commandsInBlocksCanBeTypedAsTheyStand() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (GuidePage page : GuidePage.all()) {
      for (GuidePage.Block block : page.blocks()) {
        if (block.info().startsWith("java") || block.info().startsWith("text")) {
          continue;
        }
        for (String line : block.text().replaceAll("\\\\\\R\\s*", " ").split("\\R")) {
          List<String> words = words(line);
          if (words.isEmpty()) {
            continue;
          }
          commands++;
          String problem = wrongName(words);
          if (problem.isEmpty() && !isAbridged(words)) {
            try {
              chemxor.parseArgs(words.toArray(String[]::new));
            } catch (CommandLine.ParameterException e) {
              problem = String.valueOf(e.getMessage());
            }
          }
          if (!problem.isEmpty()) {
            wrong.add(page + ":" + block.line() + " " + line.strip() + ": " + problem);
          }
        }
      }
    }
    assertThat(commands).isGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  @Test
  void commandsWithinSentencesExist() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (GuidePage page : GuidePage.all()) {
      for (String code : page.codes()) {
        List<String> words = words(code);
        if (!words.isEmpty()) {
          commands++;
          String problem = wrongName(words);
          if (!problem.isEmpty()) {
            wrong.add(page + ": " + code + ": " + problem);
          }
        }
      }
    }
    assertThat(commands).isGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  @Test
  void wrongOnesAreFound() {
    assertThat(wrongName(words("./chemxor trian --csv a.csv"))).isEqualTo("no command trian");
    assertThat(wrongName(words("X=1 ./chemxor train --cvs a.csv"))).isEqualTo("no option --cvs");
    assertThat(wrongName(words("./chemxor mpc labels"))).isEqualTo("no command labels");
    assertThat(words("./chemxor predict --model m \"C C\" # told")).contains("C C");
    assertThat(words("mvn verify")).isEmpty();
    assertThat(words("keytool -alias chemxor -keyalg EC")).isEmpty();
  }
}
