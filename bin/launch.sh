# Starts one of Leat's programs; sourced by bin/leat and bin/leat-server, which set LEAT_PROGRAM and LEAT_MAIN.
# Builds the tree when its output is missing, and keeps an archive of loaded classes beside it, made at the
# first start, so that the next ones are quick. The JVM's options are in conf/jvm.options.

set -eu

SCRIPT=$(readlink -f "$0")
LEAT_HOME=${SCRIPT%/bin/*}
export LEAT_HOME
LIB=$LEAT_HOME/shell/target/leat/lib

if [ -n "${JAVA_HOME:-}" ]; then
  JAVA=$JAVA_HOME/bin/java
  if [ ! -x "$JAVA" ]; then
    echo "leat: JAVA_HOME is $JAVA_HOME, but there is no bin/java in it" >&2
    exit 2
  fi
else
  JAVA=$(command -v java || true)
fi
if [ -z "$JAVA" ] || [ ! -x "$JAVA" ]; then
  echo "leat: no Java found; install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 2
fi

# The JDK's own release file tells its version without starting a JVM.
JDK=$(readlink -f "$JAVA")
JDK=${JDK%/bin/java}
JAVA_VERSION=
if [ -r "$JDK/release" ]; then
  while IFS='=' read -r key value; do
    case $key in JAVA_VERSION) JAVA_VERSION=${value#\"} JAVA_VERSION=${JAVA_VERSION%\"} ;; esac
  done <"$JDK/release"
fi
JAVA_MAJOR=${JAVA_VERSION%%[.+-]*}
if [ -n "$JAVA_MAJOR" ] && [ "$JAVA_MAJOR" -lt 17 ]; then
  echo "leat: Java $JAVA_VERSION is too old; install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 2
fi

# Builds the tree. Of several first starts at once, one builds and the others wait for it.
build() {
  LOCK=$LEAT_HOME/.building
  if [ ! -w "$LEAT_HOME" ]; then
    echo "leat: it has not been built, and its folder cannot be written: $LEAT_HOME" >&2
    exit 2
  fi
  until mkdir "$LOCK" 2>/dev/null; do
    BUILDER=$(cat "$LOCK/pid" 2>/dev/null || true)
    if [ -n "$BUILDER" ] && ! kill -0 "$BUILDER" 2>/dev/null; then
      rm -rf "$LOCK"
    else
      sleep 1
    fi
  done
  echo $$ >"$LOCK/pid"
  trap 'rm -rf "$LOCK"' EXIT
  trap 'exit 130' INT TERM
  if [ ! -f "$LIB/complete" ]; then
    BUILD_LOG=$(mktemp)
    if ! (cd "$LEAT_HOME" && mvn -B -q -DskipTests -Dquick -pl shell -am package) >"$BUILD_LOG" 2>&1 </dev/null; then
      tail -n 40 "$BUILD_LOG" >&2
      echo "leat: the build failed; the whole log is in $BUILD_LOG" >&2
      exit 2
    fi
    rm -f "$BUILD_LOG"
  fi
  rm -rf "$LOCK"
  trap - EXIT INT TERM
}

if [ ! -f "$LIB/complete" ]; then
  echo "leat: building it first; this happens once and takes a few minutes ..." >&2
  build
fi

# Each line of conf/jvm.options names the program that an option is for, maybe with the lowest Java version.
OPTIONS=
while read -r scope option; do
  from=${scope#*:}
  case $from in *[!0-9]*) from=0 ;; esac
  [ "${JAVA_MAJOR:-0}" -ge "$from" ] || continue
  case ${scope%%:*} in all | "$LEAT_PROGRAM") OPTIONS="$OPTIONS $option" ;; esac
done <"$LEAT_HOME/conf/jvm.options"

# A class-data archive (JDK 17 to 24), or an AOT cache (25 and later), of this JDK for this build. A tree that
# cannot be written goes without.
ARCHIVES=$LEAT_HOME/shell/target/leat
ARCHIVE=$ARCHIVES/$LEAT_PROGRAM-$JAVA_VERSION.archive
if [ "${JAVA_MAJOR:-0}" -ge 25 ]; then
  RECORD=-XX:AOTCacheOutput= REPLAY=-XX:AOTCache=
else
  RECORD=-XX:ArchiveClassesAtExit= REPLAY=-XX:SharedArchiveFile=
fi
REPLAYED=
if [ -n "$JAVA_MAJOR" ] && [ -z "${LEAT_NO_ARCHIVE:-}" ]; then
  if [ -w "$ARCHIVES" ] && { [ ! -f "$ARCHIVE" ] || [ "$LIB/complete" -nt "$ARCHIVE" ]; }; then
    echo "leat: preparing a quick start for Java $JAVA_VERSION; this happens once ..." >&2
    # shellcheck disable=SC2086
    "$JAVA" $OPTIONS "$RECORD$ARCHIVE.$$" -Xlog:disable -cp "$LIB/*" "$LEAT_MAIN" --rehearse >/dev/null 2>&1 </dev/null || true
    [ ! -f "$ARCHIVE.$$" ] || mv "$ARCHIVE.$$" "$ARCHIVE"
  fi
  [ ! -f "$ARCHIVE" ] || REPLAYED=$REPLAY$ARCHIVE
fi

LOGGING=
[ "$LEAT_PROGRAM" != server ] || LOGGING=-Djava.util.logging.config.file=$LEAT_HOME/conf/logging.properties

# shellcheck disable=SC2086
exec "$JAVA" $OPTIONS ${LOGGING:+"$LOGGING"} ${REPLAYED:+"$REPLAYED" -Xlog:disable -Xlog:all=error:stderr} \
  ${LEAT_JAVA_OPTS:-} -cp "$LIB/*${LEAT_CLASSPATH:+:$LEAT_CLASSPATH}" "$LEAT_MAIN" "$@"
