@echo off
rem wb.cmd - finds Visual Studio, configures, builds what is needed, and hands over to wb.exe.
rem `wb --help` tells what it can do. On Linux: ./wb.
rem Every answer is asked for with "if errorlevel": after `call`, "||" takes success for failure on
rem Wine 8, and %ERRORLEVEL% in the same line is the one of the line before.
setlocal EnableExtensions DisableDelayedExpansion
set "CALLER=%CD%"
set "WB_CALLER=%CD%"
cd /d "%~dp0"
if not exist CMakePresets.json exit /b 3
set "PRESET=windows-ninja"
if defined WB_PRESET set "PRESET=%WB_PRESET%"
set "OUT=out\%PRESET%"
set "WB_BUILD_LOG=%OUT%\wb-build.log"
set "CONFIGURE_LOG=%OUT%\wb-configure.log"
rem For watch mode, which builds by itself; the target comes behind it.
set "WB_BUILD_COMMAND=ninja -C "%OUT%" -k 0"
rem The compiler's English words: wb.exe looks for "error".
set "VSLANG=1033"

set "COMMAND="
set "CHAPTER="
set "CHINESE="
call :choose_language
:next_word
if "%~1"=="" goto words_done
set "WORD=%~1"
shift
if "%WORD%"=="-h" set "WORD=--help"
if "%WORD%"=="--help" set "COMMAND=help"
if "%WORD%"=="--help" goto next_word
if "%WORD%"=="--zh" set "CHINESE=yes"
if "%WORD:~0,1%"=="-" goto next_word
if not defined COMMAND (set "COMMAND=%WORD%") else set "CHAPTER=%WORD%"
rem The rest is another program's.
if not "%COMMAND%"=="syelog" goto next_word
:words_done
if not "%COMMAND%"=="help" goto not_help
if not defined CHINESE type common\runner\words\help.txt
if defined CHINESE call :show_in_utf8 type common\runner\words\help.zh.txt
exit /b 0
:not_help

call :find_visual_studio
if errorlevel 1 exit /b 3
call :build_runner
if errorlevel 1 exit /b %ERRORLEVEL%

rem The redirection comes first: behind a word with an odd number of quotes it would be part of it.
>"%OUT%\wb-plan.txt" "%OUT%\bin\wb.exe" plan %*
if errorlevel 1 exit /b %ERRORLEVEL%
set "TARGETS="
for /f "usebackq delims=" %%t in ("%OUT%\wb-plan.txt") do call set "TARGETS=%%TARGETS%% %%t"
if "%COMMAND%"=="test" goto test
if "%COMMAND%"=="verify" goto verify

type nul >"%WB_BUILD_LOG%"
if not defined TARGETS goto hand_over
call :build %TARGETS%
if not errorlevel 1 goto hand_over
if "%COMMAND%"=="demo" goto does_not_build
if not "%COMMAND%"=="syelog" goto hand_over
:does_not_build
call :show_build_errors
call :complain does_not_build "the program does not build; all of the output is in %WB_BUILD_LOG%."
exit /b 1

:hand_over
rem File names that are another program's are meant from where it was called.
set "WB_EXE=%CD%\%OUT%\bin\wb.exe"
if "%COMMAND%"=="syelog" cd /d "%CALLER%"
"%WB_EXE%" %*
exit /b %ERRORLEVEL%

rem ------------------------------------------------------------------------------------------ test
:test
set "RESULTS=%OUT%\results"
set "JUNIT=%OUT%\wb-test.xml"
if not exist "%RESULTS%" mkdir "%RESULTS%"
del /q "%RESULTS%\*.txt" "%JUNIT%" >nul 2>nul
echo building ...
call :build %TARGETS%
rem Which tests can be trusted after this build; none if more than a lab is broken.
"%OUT%\bin\wb.exe" select %CHAPTER% >"%OUT%\wb-select.txt"
if errorlevel 1 goto summary
set "INCLUDE="
set "EXCLUDE="
for /f "usebackq tokens=1" %%i in ("%OUT%\wb-select.txt") do set "INCLUDE=%%i"
for /f "usebackq tokens=2" %%i in ("%OUT%\wb-select.txt") do set "EXCLUDE=%%i"
echo testing ...
ctest --test-dir "%OUT%" -j %NUMBER_OF_PROCESSORS% -LE "^lab$" -R "%INCLUDE%" -E "%EXCLUDE%" --output-junit "%CD%\%JUNIT%" >"%OUT%\wb-test.log" 2>&1 <nul
:summary
"%OUT%\bin\wb.exe" summary "%JUNIT%" "%RESULTS%"
exit /b %ERRORLEVEL%

rem ---------------------------------------------------------------------------------------- verify
rem What proves the workbook itself, and nothing of a learner's.
:verify
set "RESULTS=%OUT%\results"
set "JUNIT=%OUT%\wb-verify.xml"
if not exist "%RESULTS%" mkdir "%RESULTS%"
del /q "%RESULTS%\*.txt" "%JUNIT%" >nul 2>nul
echo building ...
call :build %TARGETS%
"%OUT%\bin\wb.exe" select-verify %CHAPTER% >"%OUT%\wb-select.txt"
if errorlevel 1 exit /b 3
set "INCLUDE="
for /f "usebackq delims=" %%i in ("%OUT%\wb-select.txt") do set "INCLUDE=%%i"
echo testing ...
ctest --test-dir "%OUT%" -j %NUMBER_OF_PROCESSORS% -L "^(starter|solution|mistake|break|claim|check)$" -R "%INCLUDE%" --output-junit "%CD%\%JUNIT%" >"%OUT%\wb-test.log" 2>&1 <nul
"%OUT%\bin\wb.exe" verified "%JUNIT%" "%RESULTS%" %CHAPTER%
exit /b %ERRORLEVEL%

rem ------------------------------------------------------------------------------------- language
rem As wb.exe chooses: --zh, else WB_LANG, else the language that Windows speaks.
:choose_language
if defined WB_LANG (
  if /i "%WB_LANG:~0,2%"=="zh" set "CHINESE=yes"
  exit /b 0
)
reg query "HKCU\Control Panel\Desktop" /v PreferredUILanguages 2>nul | find /i "zh-" >nul
if not errorlevel 1 set "CHINESE=yes"
exit /b 0

rem One sentence on stderr: its name in launcher.zh.txt, and in English. %VARIABLES% stand for
rem themselves in the file, so the line goes through `call`.
:complain
if not defined CHINESE echo wb: %~2 1>&2
if defined CHINESE call :show_in_utf8 call :complain_in_chinese %1
exit /b 0

:complain_in_chinese
for /f "usebackq tokens=1* delims=|" %%a in ("common\runner\words\launcher.zh.txt") do if "%%a"=="%1" call echo wb: %%b 1>&2
exit /b 0

rem The rest of the line, with a console that understands UTF-8 for so long.
:show_in_utf8
set "CODE_PAGE="
for /f "tokens=2 delims=:." %%c in ('chcp') do set "CODE_PAGE=%%c"
chcp 65001 >nul
%*
if defined CODE_PAGE chcp %CODE_PAGE% >nul
exit /b 0

rem ------------------------------------------------------------------------------- Visual Studio
:find_visual_studio
rem In a developer prompt for x64 everything is there already.
if /i "%VSCMD_ARG_TGT_ARCH%"=="x64" goto check_cmake
set "PATH=%PATH%;%ProgramFiles(x86)%\Microsoft Visual Studio\Installer"
set "VS="
for /f "delims=" %%i in ('vswhere.exe -latest -products * -version 17.0 -requires Microsoft.VisualStudio.Component.VC.Tools.x86.x64 -property installationPath 2^>nul') do set "VS=%%i"
if not defined VS goto no_visual_studio
call "%VS%\Common7\Tools\VsDevCmd.bat" -arch=x64 -host_arch=x64 -no_logo >nul
:check_cmake
cmake --version >nul 2>nul
if errorlevel 1 goto no_cmake
ninja --version >nul 2>nul
if errorlevel 1 goto no_cmake
exit /b 0
:no_visual_studio
call :complain no_visual_studio "Visual Studio 2022 or newer with its C++ tools is missing: in the Visual Studio Installer, tick the workload 'Desktop development with C++' and in it 'C++ CMake tools for Windows'."
exit /b 3
:no_cmake
call :complain no_cmake "CMake or Ninja is missing: in the Visual Studio Installer, choose Modify and tick, in 'Desktop development with C++', 'C++ CMake tools for Windows'."
exit /b 3

rem -------------------------------------------------------------------------- configure and build
:configure
if not exist "%OUT%" mkdir "%OUT%" 2>nul
type nul 2>nul >"%CONFIGURE_LOG%"
if errorlevel 1 (
  call :complain cannot_write "cannot write %CONFIGURE_LOG%: is the build folder read-only, or the disk full?"
  exit /b 3
)
echo configuring ...
cmake --preset %PRESET% %1 >"%CONFIGURE_LOG%" 2>&1 <nul
if not errorlevel 1 exit /b 0
type "%CONFIGURE_LOG%" 1>&2
call :complain not_configured "configuring failed; all of its output is in %CONFIGURE_LOG%."
exit /b 3

rem What does not build does not keep the rest from being built.
:build
ninja -C "%OUT%" -k 0 %* >"%WB_BUILD_LOG%" 2>&1 <nul
exit /b %ERRORLEVEL%

rem A build.ninja that ninja cannot read (a full disk, a copied folder) is made anew, once.
:build_runner
if exist "%OUT%\build.ninja" goto have_ninja_file
call :configure
if errorlevel 1 exit /b 3
:have_ninja_file
call :build wb
if not errorlevel 1 exit /b 0
findstr /b /c:"FAILED: " "%WB_BUILD_LOG%" >nul
if not errorlevel 1 goto runner_is_broken
call :configure --fresh
if errorlevel 1 exit /b 3
call :build wb
if not errorlevel 1 exit /b 0
:runner_is_broken
call :show_build_errors
if "%COMMAND%"=="test" echo 0 passed, 1 failed, 0 skipped
call :complain runner_broken "wb.exe does not build; all of the output is in %WB_BUILD_LOG%."
exit /b 1

:show_build_errors
findstr /c:"error" "%WB_BUILD_LOG%" 1>&2
exit /b 0
