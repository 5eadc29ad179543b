# What is installed: the program, its man page, and the completions of the shells. All of it is one component, which is
# also what a wheel is made of. There the folders are those of a wheel, and pip puts them below the prefix.
if(SKBUILD)
  set(TESTSKEW_BIN ${SKBUILD_SCRIPTS_DIR})
  set(TESTSKEW_SHARE ${SKBUILD_DATA_DIR}/share)
else()
  set(TESTSKEW_BIN bin)
  set(TESTSKEW_SHARE share)
endif()
install(TARGETS testskew RUNTIME DESTINATION ${TESTSKEW_BIN} COMPONENT python)

# The program itself writes them from the definitions of its commands, so they cannot fall behind.
if(NOT CMAKE_CROSSCOMPILING)
  set(out ${CMAKE_BINARY_DIR}/share)
  add_custom_command(
    OUTPUT ${out}/testskew.1 ${out}/testskew ${out}/_testskew ${out}/testskew.fish
    COMMAND ${CMAKE_COMMAND} -E make_directory ${out}
    COMMAND testskew man > ${out}/testskew.1
    COMMAND testskew completion bash > ${out}/testskew
    COMMAND testskew completion zsh > ${out}/_testskew
    COMMAND testskew completion fish > ${out}/testskew.fish
    DEPENDS testskew
    VERBATIM)
  add_custom_target(testskew_share ALL DEPENDS ${out}/testskew.1)
  install(FILES ${out}/testskew.1 DESTINATION ${TESTSKEW_SHARE}/man/man1 COMPONENT python)
  install(FILES ${out}/testskew DESTINATION ${TESTSKEW_SHARE}/bash-completion/completions COMPONENT python)
  install(FILES ${out}/_testskew DESTINATION ${TESTSKEW_SHARE}/zsh/site-functions COMPONENT python)
  install(FILES ${out}/testskew.fish DESTINATION ${TESTSKEW_SHARE}/fish/vendor_completions.d COMPONENT python)
endif()
