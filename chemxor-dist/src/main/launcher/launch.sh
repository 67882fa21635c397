# Read by bin/chemxor of an archive and by ./chemxor of a checkout: finds Java and starts the command.

# chemxor_find_java: sets chemxor_java to a Java that is new enough, and chemxor_java_version, or ends with a sentence.
chemxor_find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    chemxor_java=$JAVA_HOME/bin/java
    [ -x "$chemxor_java" ] || { echo "chemxor: JAVA_HOME is $JAVA_HOME, where there is no bin/java" >&2; exit 1; }
  else
    chemxor_java=$(command -v java) || { echo "chemxor: no java found; install Java 17 or newer, or set JAVA_HOME" >&2; exit 1; }
  fi
  local settings
  settings=$("$chemxor_java" -XshowSettings:properties -version 2>&1 </dev/null) || {
    echo "chemxor: $chemxor_java does not run:" >&2
    echo "$settings" >&2
    exit 1
  }
  local specification
  specification=$(sed -n 's/^ *java\.specification\.version = //p' <<<"$settings")
  chemxor_java_version=${specification%%.*}
  if ! [ "${chemxor_java_version:-0}" -ge 17 ] 2>/dev/null; then
    echo "chemxor: Java 17 or newer is needed, and $chemxor_java is Java ${specification:-of an unknown version}; install a newer one or set JAVA_HOME" >&2
    exit 1
  fi
  chemxor_java_home=$(sed -n 's/^ *java\.home = //p' <<<"$settings")
}

# Whether the Java that was found has a module; runtimes put together by jlink may lack some.
chemxor_java_has() {
  if grep -q '^MODULES=' "$chemxor_java_home/release" 2>/dev/null; then
    grep '^MODULES=' "$chemxor_java_home/release" | tr '" ' '\n\n' | grep -qxF "$1"
  else
    "$chemxor_java" --list-modules | sed 's/@.*//' | grep -xF "$1" >/dev/null
  fi
}

# chemxor_run CLASSPATH SPARK_CLASSPATH ARGUMENT...: becomes the command. Spark's jars are for "screen" alone: the other
# commands start without its hundred.
chemxor_run() {
  local options=() classpath=$1 launcher
  launcher=$(dirname "${BASH_SOURCE[0]}")
  options+=("@$launcher/java.args")
  chemxor_java_has jdk.incubator.vector && options+=("@$launcher/vector.args")
  [ "$chemxor_java_version" -ge 24 ] && options+=("@$launcher/java24.args")
  [ -t 1 ] && options+=(-Dchemxor.terminal=true)
  if [ "${3:-}" = screen ]; then
    options+=("@$launcher/spark.args")
    classpath=$classpath:$2
  fi
  shift 2
  # Two remarks that no option silences and no user can act on: the JVM's about the incubator module, and PyTorch's about
  # its own deprecated internals. CHEMXOR_JAVA_OPTS is meant to be split into words.
  # shellcheck disable=SC2086
  exec "$chemxor_java" "${options[@]}" ${CHEMXOR_JAVA_OPTS:-} -cp "$classpath" org.chemxor.cli.Main "$@" \
    2> >(grep --line-buffered -v -e '^WARNING: Using incubator modules: jdk.incubator.vector$' -e 'Warning: AutoNonVariableTypeMode is deprecated' >&2)
}
