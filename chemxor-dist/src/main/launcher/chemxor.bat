@echo off
rem Runs the chemxor command from the folder that its archive was unpacked to. Needs Java 17 or newer: JAVA_HOME, or java
rem on the PATH. CHEMXOR_JAVA_OPTS adds JVM options, e.g. -Xmx8g. No parenthesised blocks and no delayed expansion: a
rem path may hold parentheses, percent signs and exclamation marks.
setlocal EnableExtensions DisableDelayedExpansion
set "CHEMXOR_LIB=%~dp0..\lib"
set "CHEMXOR_JAVA=java.exe"
if not defined JAVA_HOME goto on_path
set "CHEMXOR_JAVA=%JAVA_HOME:"=%\bin\java.exe"
if exist "%CHEMXOR_JAVA%" goto found
echo chemxor: JAVA_HOME is "%JAVA_HOME:"=%", where there is no bin\java.exe>&2
exit /b 1

:on_path
where /q java.exe
if not errorlevel 1 goto found
echo chemxor: no java found; install Java 17 or newer, or set JAVA_HOME>&2
exit /b 1

:found
rem The first line is "openjdk 17.0.9 2023-10-17" or "java 21 2023-09-19"; before Java 9 there was no --version.
"%CHEMXOR_JAVA%" --version 2>nul | findstr /r /c:"^[a-z]* 1[7-9]" /c:"^[a-z]* [2-9][0-9]" >nul
if not errorlevel 1 goto new_enough
echo chemxor: Java 17 or newer is needed, and "%CHEMXOR_JAVA%" is older or does not run; install a newer one or set JAVA_HOME>&2
exit /b 1

:new_enough
set CHEMXOR_OPTIONS="@%CHEMXOR_LIB%\launcher\java.args"
set "CHEMXOR_PATH=%CHEMXOR_LIB%\*;%CHEMXOR_LIB%\editor"
"%CHEMXOR_JAVA%" --list-modules | findstr /b /c:"jdk.incubator.vector" >nul
if not errorlevel 1 set CHEMXOR_OPTIONS=%CHEMXOR_OPTIONS% "@%CHEMXOR_LIB%\launcher\vector.args"
"%CHEMXOR_JAVA%" --version 2>nul | findstr /r /c:"^[a-z]* 2[4-9]" /c:"^[a-z]* [3-9][0-9]" >nul
if not errorlevel 1 set CHEMXOR_OPTIONS=%CHEMXOR_OPTIONS% "@%CHEMXOR_LIB%\launcher\java24.args"
if not "%~1"=="screen" goto start
set CHEMXOR_OPTIONS=%CHEMXOR_OPTIONS% "@%CHEMXOR_LIB%\launcher\spark.args"
set "CHEMXOR_PATH=%CHEMXOR_PATH%;%CHEMXOR_LIB%\spark\*"

:start
"%CHEMXOR_JAVA%" %CHEMXOR_OPTIONS% %CHEMXOR_JAVA_OPTS% -cp "%CHEMXOR_PATH%" org.chemxor.cli.Main %*
exit /b %ERRORLEVEL%
