# Completion of goalpost for bash.  The program itself knows what can stand
# where the cursor is, names of the plan too; this only asks it.

_goalpost_files() # $1: what is written, $2: an ending, or nothing
{
    local file
    compopt -o filenames
    while IFS= read -r file; do
        if [[ -d $file || -z $2 || $file == *".$2" ]]; then
            COMPREPLY+=("$file")
        fi
    done < <(compgen -f -- "$1")
}

_goalpost()
{
    local program=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]} line name
    local -a words=()
    COMPREPLY=()
    type -P "$program" >/dev/null || program=goalpost
    # As the program would be given them: without quotes and backslashes.
    for name in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        name=${name#[\"\']}
        name=${name%[\"\']}
        words+=("${name//\\/}")
    done
    [[ $cur == = ]] && cur=
    local plain=${cur#[\"\']}
    plain=${plain//\\/}
    while IFS= read -r line; do
        case $line in
        ':files goal') _goalpost_files "$plain" goal ;;
        ':files') _goalpost_files "$plain" '' ;;
        ':folders')
            compopt -o filenames
            while IFS= read -r name; do
                COMPREPLY+=("$name")
            done < <(compgen -d -- "$plain")
            ;;
        *)
            name=${line%%$'\t'*}
            # Inside a quote a name stands as it is.
            [[ $cur == [\"\']* || $name != *[![:alnum:]/_.=-]* ]] ||
                printf -v name %q "$name"
            COMPREPLY+=("$name")
            ;;
        esac
    done < <("$program" help --complete -- "${words[@]}" 2>/dev/null)
}

complete -F _goalpost goalpost
