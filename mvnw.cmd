@echo off
@rem Runs the Maven named in .mvn\wrapper\maven-wrapper.properties, fetching it first where needed.
@rem Needs a JDK 17 or newer. See mvnw for the environment variables it honours.
setlocal

set "ROOT=%~dp0"
if defined JAVA_HOME (
  set "JAVA=%JAVA_HOME%\bin\java.exe"
  if not exist "%JAVA_HOME%\bin\java.exe" (
    echo mvnw: error: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; point it at a JDK 17 or newer 1>&2
    exit /b 1
  )
) else (
  set "JAVA=java.exe"
  where java.exe >nul 2>nul
  if errorlevel 1 (
    echo mvnw: error: no java found; install a JDK 17 or newer and put it on PATH, or set JAVA_HOME 1>&2
    exit /b 1
  )
)

set "VERSION="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2>&1" ^| findstr /c:" version "') do if not defined VERSION set "VERSION=%%~v"
for /f "delims=.-+" %%v in ("%VERSION%") do set "VERSION=%%v"
if not defined VERSION set "VERSION=0"
if %VERSION% LSS 17 (
  echo mvnw: error: %JAVA% is Java %VERSION%; a JDK 17 or newer is needed, set JAVA_HOME to one 1>&2
  exit /b 1
)

for /f "usebackq tokens=1,* delims==" %%a in ("%ROOT%.mvn\wrapper\maven-wrapper.properties") do (
  if "%%a"=="distributionUrl" set "URL=%%b"
  if "%%a"=="distributionSha512Sum" set "SUM=%%b"
)
for %%f in ("%URL%") do set "NAME=%%~nf"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "MVN_HOME=%MAVEN_USER_HOME%\wrapper\dists\%NAME%\%SUM:~0,16%"
if not exist "%MVN_HOME%\bin\mvn.cmd" (
  "%JAVA%" "%ROOT%.mvn\wrapper\MavenInstaller.java" "%URL%" "%SUM%" "%MVN_HOME%"
  if errorlevel 1 exit /b 1
)
"%MVN_HOME%\bin\mvn.cmd" %*
