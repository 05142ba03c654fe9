# SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
# SPDX-License-Identifier: MIT

# How every target of this tree is compiled, and the three kinds of target it has:
# rooms (static libraries whose dependencies only go down), the library made of them, and tests.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_AUTOMOC ON)

# One place for everything that is loaded at run time, so that programs find the plugins in the build tree.
set(DUSTECTO_PLUGIN_OUTPUT_DIR ${PROJECT_BINARY_DIR}/plugins)
set(DUSTECTO_QML_OUTPUT_DIR ${PROJECT_BINARY_DIR}/qml)
set(DUSTECTO_ROOMS ${PROJECT_SOURCE_DIR}/src/dustecto)
set(DUSTECTO_INCLUDE_OUTPUT_DIR ${PROJECT_BINARY_DIR}/include)

# Before 1.0 each minor version has an ABI of its own.
set(DUSTECTO_SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

find_path(MSGPACK_INCLUDE_DIR msgpack.hpp REQUIRED)

add_library(DustEctoOptions INTERFACE)
target_compile_definitions(DustEctoOptions INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_CAST_FROM_BYTEARRAY QT_NO_FOREACH QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(DustEctoOptions INTERFACE
    $<$<CXX_COMPILER_ID:GNU,Clang>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual>
    $<$<BOOL:${DUSTECTO_WERROR}>:$<$<CXX_COMPILER_ID:GNU,Clang>:-Werror>>)
if(CMAKE_UNITY_BUILD)
    # Several files in one have names of which each was alone.
    target_compile_options(DustEctoOptions INTERFACE -Wno-shadow
        $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(DUSTECTO_SANITIZE)
    # Without the checks of pointers before every use: the address sanitizer reports the use, and they cost more than all others.
    add_compile_options(-fsanitize=${DUSTECTO_SANITIZE}
        -fno-sanitize=null,alignment,object-size,nonnull-attribute,returns-nonnull-attribute
        -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${DUSTECTO_SANITIZE})
    set(DUSTECTO_SIMULATED_OPTIONS -O2) # for what tests/simulation runs through by the million

    get_target_property(DUSTECTO_MOC Qt6::moc IMPORTED_LOCATION)
    set(DUSTECTO_QUICK_MOC ${PROJECT_BINARY_DIR}/quickmoc)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/quickmoc.in ${DUSTECTO_QUICK_MOC} @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endif()
find_program(DUSTECTO_LLD ld.lld)
if(DUSTECTO_LLD AND PROJECT_IS_TOP_LEVEL)
    add_link_options(-fuse-ld=lld) # a third of the time of ld, for every test
endif()

# What tests are compiled with: their own arithmetic is not what the sanitizers are for, nor their speed what matters, and there
# is much of it to compile.
add_library(DustEctoTestOptions INTERFACE)
target_link_libraries(DustEctoTestOptions INTERFACE DustEctoOptions)
if(DUSTECTO_SANITIZE)
    target_compile_options(DustEctoTestOptions INTERFACE
        $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=undefined -g0>)
endif()

# Parsing Qt's headers is most of what compiling here costs. Each library has its own precompiled ones; the tests share those of
# DustEctoTestHeaders. CMAKE_DISABLE_PRECOMPILE_HEADERS turns all of it off.
set(DUSTECTO_PRECOMPILED
    <QtCore/QByteArray> <QtCore/QDebug> <QtCore/QFuture> <QtCore/QHash> <QtCore/QList> <QtCore/QMap>
    <QtCore/QDateTime> <QtCore/QMetaProperty> <QtCore/QObject> <QtCore/QPointer> <QtCore/QSet> <QtCore/QString>
    <QtCore/QUrl> <QtCore/QVarLengthArray> <QtCore/QVariantMap>
    <algorithm> <functional> <map> <memory> <optional> <set> <variant> <vector>)

# dust_quick_moc(<targets>): half a second less of moc for each of their headers, where there is a quick moc.
function(dust_quick_moc)
    if(DUSTECTO_QUICK_MOC)
        set_target_properties(${ARGN} PROPERTIES AUTOMOC_EXECUTABLE ${DUSTECTO_QUICK_MOC})
    endif()
endfunction()

# dust_add_room(<name> SOURCES <files> [BELOW <room>] [LINK <libraries>])
# A room of src/dustecto. It sees its own headers and, through BELOW, those of the rooms under it: an
# include upwards does not compile, a call upwards does not link.
function(dust_add_room name)
    cmake_parse_arguments(arg "" "BELOW" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_compile_definitions(${name} PRIVATE DUSTECTO_BUILD)
    target_precompile_headers(${name} PRIVATE ${DUSTECTO_PRECOMPILED})
    dust_quick_moc(${name})
    target_link_libraries(${name} PUBLIC ${arg_BELOW} ${arg_LINK} PRIVATE DustEctoOptions ${arg_PRIVATE_LINK})
    # What moc knows of the room's classes, for the QML module's type description.
    qt_extract_metatypes(${name} OUTPUT_FILES metatypes)
    set_property(TARGET ${name} PROPERTY DUSTECTO_METATYPES ${metatypes})
    foreach(source IN LISTS arg_SOURCES)
        if(source MATCHES "^dust[a-z]+\\.h$")
            set_property(TARGET ${name} APPEND PROPERTY DUSTECTO_PUBLIC_HEADERS ${CMAKE_CURRENT_SOURCE_DIR}/${source})
        endif()
    endforeach()
endfunction()

# dust_forwarding_headers(<header>): <DustRepo> for every class that dustrepo.h exports.
function(dust_forwarding_headers header)
    get_filename_component(file ${header} NAME)
    file(STRINGS ${header} lines REGEX "^class DUSTECTO_[A-Z_]*EXPORT Dust[A-Za-z]+|^(template<.*> )?class Dust[A-Za-z]+( |$)|^namespace Dust[A-Za-z]+|^struct DUSTECTO_EXPORT Dust[A-Za-z]+|^using Dust[A-Za-z]+")
    foreach(line IN LISTS lines)
        if(line MATCHES ";$" AND NOT line MATCHES "^using")
            continue() # a forward declaration
        endif()
        string(REGEX MATCH "Dust[A-Z][A-Za-z]+" class "${line}")
        file(CONFIGURE OUTPUT ${DUSTECTO_INCLUDE_OUTPUT_DIR}/${class} CONTENT "#include \"${file}\"\n")
    endforeach()
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
endfunction()

# dust_add_test(<name> LINK <rooms or DustEcto> [SOURCES <files>] [TRANSPORTS <names>])
# A QtTest program from <name>.cpp, run headless by ctest: once, or once for each of the transports as <name>.<transport>, which
# DUST_TEST_TRANSPORT then names.
function(dust_add_test name)
    cmake_parse_arguments(arg "" "" "LINK;SOURCES;TRANSPORTS" ${ARGN})
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINK} DustEctoTesting)
    # GCC takes them only where the same Qt libraries are linked, and most tests link few.
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        target_precompile_headers(${name} REUSE_FROM DustEctoTestHeaders)
    endif()
    dust_moc_test(${name} ${name}.cpp ${arg_SOURCES})
    if(NOT arg_TRANSPORTS)
        add_test(NAME ${name} COMMAND ${name})
        set_tests_properties(${name} PROPERTIES TIMEOUT ${DUSTECTO_TEST_TIMEOUT} ENVIRONMENT "${DUSTECTO_TEST_ENVIRONMENT}")
    endif()
    foreach(transport IN LISTS arg_TRANSPORTS)
        add_test(NAME ${name}.${transport} COMMAND ${name})
        set_tests_properties(${name}.${transport} PROPERTIES TIMEOUT ${DUSTECTO_TEST_TIMEOUT}
            ENVIRONMENT "${DUSTECTO_TEST_ENVIRONMENT};DUST_TEST_TRANSPORT=${transport}")
    endforeach()
endfunction()

# AUTOMOC takes two seconds a program, and there are hundreds: moc is run here, for what the program itself has. It sees
# the macros of records and no others: a test function inside an #ifdef would never run.
function(dust_moc_test name)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc)
    foreach(source IN LISTS ARGN)
        get_filename_component(file ${source} NAME_WE)
        get_filename_component(path ${source} ABSOLUTE)
        if(source MATCHES "[.]h$")
            file(STRINGS ${path} macros REGEX "^ *Q_(OBJECT|GADGET)" LIMIT_COUNT 1)
            set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/moc_${file}.cpp)
        else()
            file(STRINGS ${path} macros REGEX "^#include \"${file}[.]moc\"" LIMIT_COUNT 1)
            set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${file}.moc)
        endif()
        if(macros)
            file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc)
            add_custom_command(OUTPUT ${output} DEPENDS ${path} VERBATIM
                COMMAND Qt6::moc -I${DUSTECTO_ROOMS}/value -I${DUSTECTO_ROOMS}/schema -I${DUSTECTO_ROOMS}/store
                    -I${DUSTECTO_ROOMS}/transport -I${DUSTECTO_ROOMS}/repo -o ${output} ${path})
            target_sources(${name} PRIVATE ${output})
        endif()
    endforeach()
endfunction()

set(DUSTECTO_TEST_ENVIRONMENT
    QT_QPA_PLATFORM=offscreen
    QT_PLUGIN_PATH=${DUSTECTO_PLUGIN_OUTPUT_DIR}
    QML_IMPORT_PATH=${DUSTECTO_QML_OUTPUT_DIR}
    QT_QUICK_BACKEND=software
    LC_ALL=C.UTF-8
    QML_DISABLE_DISK_CACHE=1
    # Memory that was freed waits in 16 MiB before it is used again, not in 256 whose pages are new each time, and remembers 12 of the
    # calls that led to it: what is written most into costs half the time.
    ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=12
    LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0)
